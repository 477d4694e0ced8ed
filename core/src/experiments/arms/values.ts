import type { Sample } from "./types.ts";

/**
 * Means and covariances of raw values in one stable pass; `columns` are variables of the same length.
 * Source: Welford's update, Knuth TAOCP vol. 2, 4.2.2.
 */
export function sampleFromValues(columns: readonly (readonly number[])[]): Sample {
  const size = columns.length;
  const means = new Array<number>(size).fill(0);
  const products = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const n = columns[0]?.length ?? 0;
  for (let row = 0; row < n; row++) {
    const before = columns.map((column, i) => column[row]! - means[i]!);
    for (let i = 0; i < size; i++) means[i] = means[i]! + before[i]! / (row + 1);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        products[i]![j] = products[i]![j]! + before[i]! * (columns[j]![row]! - means[j]!);
      }
    }
  }
  const covariances = products.map((line) => line.map((value) => (n < 2 ? 0 : value / (n - 1))));
  return { n, means, covariances };
}
