/** Trailing moving average over `points` buckets; the first buckets average what there is. */
export function smooth(data: readonly number[], points: number): number[] {
  if (points <= 1) return [...data];
  let sum = 0;
  return data.map((value, index) => {
    sum += value - (index >= points ? (data[index - points] ?? 0) : 0);
    return sum / Math.min(points, index + 1);
  });
}

/** Running total: bucket i holds the sum of buckets 0…i. */
export function accumulate(data: readonly number[]): number[] {
  let sum = 0;
  return data.map((value) => {
    sum += value;
    return sum;
  });
}
