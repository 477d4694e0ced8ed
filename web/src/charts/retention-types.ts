/** A retention table: a row for each interval in which actors start. */
export interface RetentionData {
  readonly columns: readonly string[];
  readonly rows: readonly RetentionRow[];
  /** Percent a column over all rows, 0–1; null where no row is old enough. */
  readonly mean: readonly (number | null)[];
}

export interface RetentionRow {
  readonly key: string;
  readonly label: string;
  readonly size: number;
  readonly cells: readonly RetentionCell[];
}

export interface RetentionCell {
  readonly count: number;
  /** Of the row's size or of the column before, 0–1. */
  readonly rate: number;
  readonly state: "past" | "filling" | "future";
}

/** Pressed: row and column; column 0 is everyone who started. */
export type OnRetentionCell = (row: number, column: number) => void;
