/** Counted answers of a flag by the edge, one row a UTC day, variant and reason. */
export interface EvaluationRow {
  readonly day: string;
  /** '' = none. */
  readonly variant: string;
  readonly enabled: boolean;
  readonly reason: string;
  readonly count: number;
}

/** What SDKs reported with `$feature_flag_called`. */
export interface CallRow {
  readonly day: string;
  readonly response: string;
  readonly sdk: string;
  readonly reason: string;
  readonly count: number;
}

export interface FlagUsage {
  readonly last_evaluated_at: string | null;
  readonly counted: { readonly total: number; readonly evaluations: readonly EvaluationRow[] };
  readonly reported: { readonly total: number; readonly calls: readonly CallRow[] };
}
