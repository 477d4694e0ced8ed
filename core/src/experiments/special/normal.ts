import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** P(Z <= z) of the standard normal, exact in the lower tail. Source: Phi(z) = erfc(-z/sqrt 2)/2. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** P(Z > z) of the standard normal, exact in the upper tail. */
export function normalSf(z: number): number {
  return erfc(z / Math.SQRT2) / 2;
}

/** Density of the standard normal. */
export function normalPdf(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The z with P(Z > z) = `tail`, for 0 < tail < 1. */
export function normalUpperQuantile(tail: number): number {
  return Math.SQRT2 * erfcinv(2 * tail);
}
