import { logSrmEValue } from "../../experiments/srm/check.ts";
import type { SplitCheck } from "../look.ts";

const THRESHOLD = 0.001;
const MIN_EXPOSURES = 100;

/**
 * Whether as many people have the flag as should, by the test that stays valid when it is asked every minute.
 * @param expected share with the flag, 0 to 1; null = nobody can say
 */
export function checkSplit(
  { off, on }: { readonly off: number; readonly on: number },
  expected: number | null,
): SplitCheck | null {
  const n = off + on;
  if (expected === null || n === 0) return null;
  const p = Math.min(1, Math.exp(-logSrmEValue([off, on], [1 - expected, expected])));
  return { expected, observed: on / n, p, blocks: p < THRESHOLD && n >= MIN_EXPOSURES };
}
