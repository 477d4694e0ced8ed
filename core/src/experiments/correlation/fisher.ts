import { logFactorial } from "../special/log-gamma.ts";

/** Tables this much more likely than the observed one still count as equally likely (as scipy and R do). */
const SLACK = 1e-7;
/** Terms this far (in logs) below the observed table add nothing. */
const NEGLIGIBLE = 45;

/**
 * Two-sided Fisher exact p of [[a, b], [c, d]]: all tables with the same margins at most as likely as this one.
 * @param table counts, whole numbers of at least 0; an empty margin gives 1
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [row, column, total] = [a + b, a + c, a + b + c + d];
  const [low, high] = [Math.max(0, row + column - total), Math.min(row, column)];
  if (low === high) return 1;
  // ln P(x + 1) - ln P(x) of the hypergeometric distribution.
  const rise = (x: number) =>
    Math.log(row - x) + Math.log(column - x) - Math.log(x + 1) - Math.log(total - row - column + x + 1);
  let sum = 1;
  for (const step of [1, -1]) {
    let [x, ratio] = [a, 0];
    while (step === 1 ? x < high : x > low) {
      ratio += step === 1 ? rise(x) : -rise(x - 1);
      x += step;
      if (ratio <= SLACK) sum += Math.exp(ratio);
      if (ratio < -NEGLIGIBLE) break;
    }
  }
  return Math.min(1, sum * Math.exp(logProbability(a, row, column, total)));
}

function logProbability(x: number, row: number, column: number, total: number): number {
  const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return logChoose(row, x) + logChoose(total - row, column - x) - logChoose(total, column);
}
