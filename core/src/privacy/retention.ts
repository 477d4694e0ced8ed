/** Days that events are kept on each plan; who pays keeps seven years. */
const PLAN_DAYS: Readonly<Record<string, number>> = { free: 365, usage: 2_555, scale: 2_555 };

/** Days between the first word about it and the first row that goes. */
export const NOTICE_DAYS = 14;
/** Days in which what went can be restored. */
export const RESTORE_DAYS = 30;
export const MIN_RETENTION_DAYS = 30;

const DAY_MS = 86_400_000;

export interface RetentionInput {
  /** Key of the plan; null where there are no plans (one machine). */
  readonly plan: string | null;
  /** Days that the environment's own people chose; null = as long as the plan keeps. */
  readonly own: number | null;
}

/** How many days events are kept; null = for ever. */
export function retentionDays({ plan, own }: RetentionInput): number | null {
  const given = plan === null ? null : (PLAN_DAYS[plan] ?? PLAN_DAYS.free!);
  if (own === null) return given;
  return given === null ? own : Math.min(given, own);
}

/** Events of UTC days before this one are past their time. */
export const retentionCutoff = (days: number, now: number): string =>
  new Date(now - days * DAY_MS).toISOString().slice(0, 10);

/** Where a product's retention stands in an environment. */
export interface RetentionState {
  readonly days: number;
  readonly effectiveAt: number | null;
}

export type RetentionStep =
  /** Nothing is past its time, or nobody limits it. */
  | { readonly do: "nothing" }
  /** Tell people that from `effectiveAt` on rows go. */
  | { readonly do: "notify"; readonly effectiveAt: number }
  | { readonly do: "wait" }
  | { readonly do: "delete"; readonly before: string };

/**
 * What to do now. Fewer days than people were told of need a new notice; nothing goes before it has run out, nor without
 * one. `oldest`: the oldest UTC day with events, null for none.
 */
export function retentionStep(
  days: number | null,
  state: RetentionState | null,
  oldest: string | null,
  now: number,
): RetentionStep {
  if (days === null || oldest === null) return { do: "nothing" };
  const told = state !== null && state.effectiveAt !== null && state.days <= days;
  if (!told) {
    const soon = retentionCutoff(days, now + NOTICE_DAYS * DAY_MS);
    return oldest < soon ? { do: "notify", effectiveAt: now + NOTICE_DAYS * DAY_MS } : { do: "nothing" };
  }
  if (now < (state.effectiveAt ?? 0)) return { do: "wait" };
  const before = retentionCutoff(days, now);
  return oldest < before ? { do: "delete", before } : { do: "nothing" };
}
