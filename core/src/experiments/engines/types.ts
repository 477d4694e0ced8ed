/** One look at one comparison. */
export interface Look {
  /** Estimate in standard errors. */
  readonly z: number;
  /** Units of both arms together. */
  readonly n: number;
  /** Welch-Satterthwaite degrees of freedom; used by `fixed` only. */
  readonly df: number;
}

/** What an engine makes of a look. */
export interface Judgement {
  /** Half-width of the interval in standard errors. */
  readonly multiplier: number;
  /** At most alpha exactly when |z| >= multiplier. */
  readonly pValue: number;
  /** n / planned n, where there is a plan. */
  readonly informationFraction: number | null;
}

export interface PlannedSequentialSettings {
  readonly engine: "planned_sequential";
  readonly alpha: number;
  /** Planned units of the pair, locked before the first outcome look. */
  readonly nPlanned: number;
  /** Share of alpha spent by the O'Brien-Fleming part; default .8. */
  readonly weight?: number;
  /** No earlier look had reached the plan: a small overshoot counts as exactly at plan. */
  readonly firstLookAtPlan?: boolean;
}

export interface AsympCsSettings {
  readonly engine: "asymp_cs";
  readonly alpha: number;
  /** Units of the pair at which the sequence is tightest, locked at launch. */
  readonly nStar: number;
}

export interface FixedSettings {
  readonly engine: "fixed";
  readonly alpha: number;
  /** Without it, the caller says that this look is the only one. */
  readonly nPlanned?: number;
}

export type EngineSettings = PlannedSequentialSettings | AsympCsSettings | FixedSettings;
