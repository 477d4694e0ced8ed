/**
 * The x in [low, high] where a monotone function crosses 0, by bisection to full float64 precision.
 * When it does not cross, the nearer end.
 */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(f(high) - f(low)) || 1;
  let [from, to] = [low, high];
  for (let step = 0; step < 200; step++) {
    const middle = from + (to - from) / 2;
    if (middle <= from || middle >= to) break;
    if (sign * f(middle) < 0) from = middle;
    else to = middle;
  }
  return to;
}
