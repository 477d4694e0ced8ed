import gammaln from "@stdlib/math-base-special-gammaln";

/** ln Gamma(x) for x > 0. */
export function logGamma(x: number): number {
  return gammaln(x);
}

/** ln n! */
export function logFactorial(n: number): number {
  return gammaln(n + 1);
}
