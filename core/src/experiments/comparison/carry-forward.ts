import type { Comparison } from "./types.ts";

/** What is remembered of a comparison between looks. */
export interface LookRecord {
  readonly p_value: number | null;
  /** When it first became significant, ISO 8601. */
  readonly first_crossed_at: string | null;
}

/**
 * The running minimum of the p-value over looks: what sequential engines may keep, since each look is valid.
 * A fixed test has no such memory. Interval and estimate stay those of the current look.
 */
export function carryPValue(comparison: Comparison, earlier: LookRecord | null): Comparison {
  if (comparison.engine === "fixed" || comparison.status !== "ok" || comparison.p_value === null)
    return comparison;
  return { ...comparison, p_value: Math.min(comparison.p_value, earlier?.p_value ?? 1) };
}

/**
 * Once significant, a sequential comparison stays so, with the time of its first crossing.
 * @param at time of this look, ISO 8601
 */
export function carrySignificance(
  comparison: Comparison,
  earlier: LookRecord | null,
  at: string,
): Comparison {
  if (comparison.engine === "fixed") return comparison;
  const first = earlier?.first_crossed_at ?? (comparison.significant ? at : null);
  return { ...comparison, significant: first !== null, first_crossed_at: first };
}
