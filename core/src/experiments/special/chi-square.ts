import gammainc from "@stdlib/math-base-special-gammainc";

/** P(X > x) of the chi-square distribution: Q(df/2, x/2), Abramowitz and Stegun 26.4.19. */
export function chiSquareSf(x: number, df: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true);
}
