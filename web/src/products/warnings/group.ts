import type { Advice } from "@edgewise/core/events/advice.ts";

/** One refused event or warning, as the API lists it. */
export interface Warning {
  readonly timestamp: string;
  readonly type: string;
  readonly detail: string;
  readonly count: number;
  readonly uuid: string;
  readonly distinct_id: string;
  readonly sample: string;
  /** Null for a type that the API does not know. */
  readonly advice: Advice | null;
}

export interface WarningGroup {
  readonly type: string;
  readonly detail: string;
  readonly advice: Advice | null;
  readonly count: number;
  /** ISO 8601. */
  readonly last: string;
  /** The newest ones that carry the event that was sent. */
  readonly examples: readonly Warning[];
}

const EXAMPLES = 5;

/** Warnings of one reason together, the most frequent reason first. */
export function groupWarnings(warnings: readonly Warning[]): readonly WarningGroup[] {
  const types = [...new Set(warnings.map(({ type }) => type))];
  return types
    .map((type): WarningGroup => {
      const all = warnings
        .filter((warning) => warning.type === type)
        .sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1));
      return {
        type,
        detail: all[0]?.detail ?? "",
        advice: all[0]?.advice ?? null,
        count: all.reduce((sum, { count }) => sum + count, 0),
        last: all[0]?.timestamp ?? "",
        examples: all.filter(({ sample }) => sample !== "").slice(0, EXAMPLES),
      };
    })
    .sort((a, b) => b.count - a.count);
}

/** A sample on several lines; one that was cut off stays as it is. */
export function prettySample(sample: string): string {
  try {
    return JSON.stringify(JSON.parse(sample), null, 2);
  } catch {
    return sample;
  }
}

export interface Account {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly over_limit: number;
  readonly rejected: Readonly<Record<string, number>>;
}

/** What became of everything received, added up. */
export function totals(rows: readonly Account[]) {
  const sum = (pick: (row: Account) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    received: sum(({ received }) => received),
    stored: sum(({ stored }) => stored),
    duplicate: sum(({ duplicate }) => duplicate),
    quarantined: sum(({ quarantined }) => quarantined),
    overLimit: sum(({ over_limit }) => over_limit),
    refused: sum(({ rejected }) => Object.values(rejected).reduce((a, b) => a + b, 0)),
  };
}
