import betainc from "@stdlib/math-base-special-betainc";
import kernelBetaincinv from "@stdlib/math-base-special-kernel-betaincinv";

/**
 * P(|T| > |t|) for Student's t with `df` > 0 degrees of freedom (any real number).
 * Source: I_x(df/2, 1/2) with x = df/(df + t^2), Abramowitz and Stegun 26.7.1; for small t the
 * complement is taken, so that neither end loses digits.
 */
export function tTwoSidedP(t: number, df: number): number {
  const square = t * t;
  if (square < df) return betainc(square / (df + square), 0.5, df / 2, true, true);
  return betainc(df / (df + square), df / 2, 0.5);
}

/** The t > 0 with P(|T| > t) = `alpha`: the inverse of `tTwoSidedP`. */
export function tTwoSidedQuantile(alpha: number, df: number): number {
  const [x, complement] = kernelBetaincinv(df / 2, 0.5, alpha, 1 - alpha);
  return Math.sqrt((df * complement!) / x!);
}
