import betainc from "@stdlib/math-base-special-betainc";
import kernelBetaincinv from "@stdlib/math-base-special-kernel-betaincinv";

/** A beta distribution: both shapes above 0. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

/** P(X <= x), for 0 <= x <= 1. */
export function betaCdf(x: number, { a, b }: Beta): number {
  return betainc(x, a, b);
}

/** P(X > x), exact in the upper tail. */
export function betaSf(x: number, { a, b }: Beta): number {
  return betainc(x, a, b, true, true);
}

/** The x with P(X <= x) = `p`. */
export function betaQuantile(p: number, { a, b }: Beta): number {
  return kernelBetaincinv(a, b, p, 1 - p)[0]!;
}

export function betaMean({ a, b }: Beta): number {
  return a / (a + b);
}
