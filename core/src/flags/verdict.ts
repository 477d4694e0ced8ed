/** What a filter says. Numbers, since millions are compared per second. */
export type Verdict = 0 | 1 | 2 | 3;

export const NO: Verdict = 0;
export const YES: Verdict = 1;
/** Can't be decided with what is known (a property is missing, a pattern can't be run). */
export const UNKNOWN: Verdict = 2;
/** Can't be decided here at all (static or behavioural cohort): ends the flag in local evaluation. */
export const NEEDS_SERVER: Verdict = 3;

/** In a run: the filter was not asked yet. */
export const UNASKED = -1;

export const VERDICT_NAMES = ["no", "yes", "unknown", "needs_server"] as const;
export type VerdictName = (typeof VERDICT_NAMES)[number];

export function verdict(match: boolean): Verdict {
  return match ? YES : NO;
}

/** `negation: true` and the `not_` operators: the undecided stays undecided. */
export function invert(value: Verdict): Verdict {
  return value === YES ? NO : value === NO ? YES : value;
}
