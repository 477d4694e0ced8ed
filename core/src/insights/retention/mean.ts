import type { JsonObject } from "../../events/types.ts";
import { add, startOf } from "../date-range/calendar.ts";
import type { RetentionPlan } from "./plan.ts";
import type { Table } from "./table.ts";

/**
 * The mean row of a table: for each column the share of its cohorts that came back (0…1), over rows with a cohort whose
 * column is over. `simple`: every row counts the same; `weighted`: every actor does. Null where no row is over.
 */
export function meanRow(plan: RetentionPlan, table: Table, breakdownValue: string | null): JsonObject {
  const values = plan.columns.map(({ label, to }, step) => {
    const rows = table.filter((row, start) => (row[0]?.actors ?? 0) > 0 && isOver(plan, start, to));
    const shares = rows.map((row) => ({ size: row[0]?.actors ?? 0, back: row[step]?.actors ?? 0 }));
    return { label, value: plan.mean === "weighted" ? weighted(shares) : simple(shares) };
  });
  return { breakdown_value: breakdownValue, values };
}

type Shares = readonly { readonly size: number; readonly back: number }[];

const simple = (shares: Shares): number | null =>
  shares.length === 0 ? null : shares.reduce((sum, { size, back }) => sum + back / size, 0) / shares.length;

function weighted(shares: Shares): number | null {
  const size = shares.reduce((sum, share) => sum + share.size, 0);
  return size === 0 ? null : shares.reduce((sum, { back }) => sum + back, 0) / size;
}

/** True when the interval `distance` after a row's lies wholly in what was read, and in the past. */
function isOver(
  { starts, interval, calendar, window, readTo, now }: RetentionPlan,
  row: number,
  distance: number,
) {
  const start = starts[row] ?? readTo;
  const next = (count: number) => startOf(interval, add(interval, start, count, calendar), calendar);
  const end = window === undefined ? next(distance + 1) : next(1) + window * (distance + 1);
  return end - 1 <= readTo && end <= now;
}
