/** What an alert reads of its insight's answer, by the kind of the query. */
export type AlertConfig =
  | {
      readonly type: "TrendsAlertConfig";
      /** Of the series, formulas, statuses or rows of the answer, which. */
      readonly series_index: number;
      readonly check_ongoing_interval?: boolean | null;
    }
  | {
      readonly type: "HogQLAlertConfig";
      /** Default: the only column of numbers. */
      readonly column?: string | null;
      readonly evaluation: "last_row" | "first_row" | "any_row";
      readonly label_column?: string | null;
    }
  | {
      readonly type: "FunnelsAlertConfig";
      readonly metric: "conversion_from_start" | "conversion_from_previous";
      /** Default: the last step. */
      readonly funnel_step?: number | null;
      readonly check_ongoing_interval?: boolean | null;
    };

export const CONDITIONS = ["absolute_value", "relative_increase", "relative_decrease"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Bounds are values, or shares of the value before (0.2 = 20 %). At least one is set. */
export interface Threshold {
  readonly type: "absolute" | "percentage";
  readonly lower: number | null;
  readonly upper: number | null;
}

/** One thing that is watched: its values from the oldest to the newest. */
export interface Watched {
  readonly label: string;
  readonly values: readonly WatchedValue[];
}

export interface WatchedValue {
  readonly label: string;
  readonly value: number;
  /** False for a bucket that is still going on. */
  readonly complete: boolean;
}
