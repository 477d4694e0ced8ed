import type { JsonObject } from "../../events/types.ts";
import { isoLocal } from "../date-range/labels.ts";
import type { EngineRows } from "../query-kind.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER } from "../trends/breakdown.ts";
import type { RetentionPlan } from "./plan.ts";

/** Counts by row and column. */
type Table = number[][];

/** Rows of API.md 2.9: one a start interval, for each breakdown value, the greatest cohorts first. */
export function shapeRetention(plan: RetentionPlan, { rows }: EngineRows): JsonObject {
  const tables = new Map<string, Table>();
  if (!plan.breakdown) tables.set("", emptyTable(plan));
  for (const [start, step, ...rest] of rows) {
    const value = rest.slice(0, -1).map(String).join("::");
    const table = tables.get(value) ?? emptyTable(plan);
    tables.set(value, table);
    const row = table[Number(start)];
    if (row) row[Number(step)] = Number(rest.at(-1));
  }
  const results = ranked(plan, tables).flatMap(([value, table]) =>
    rowsOf(plan, plan.cumulative ? table.map(reachedOrBeyond) : table, plan.breakdown ? value : null),
  );
  return { results };
}

const emptyTable = ({ starts, columns }: RetentionPlan): Table => starts.map(() => columns.map(() => 0));

/** A running table counts whoever came back in a column or a later one. */
const reachedOrBeyond = ([size = 0, ...counts]: number[]): number[] => [
  size,
  ...counts.map((_, step) => sum(counts.slice(step))),
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const cohort = (table: Table): number => sum(table.map(([size = 0]) => size));

/** The breakdown values of the greatest cohorts, «null», and the rest added up as «other». */
function ranked({ breakdown }: RetentionPlan, tables: ReadonlyMap<string, Table>): [string, Table][] {
  const all = [...tables].sort(([a, x], [b, y]) => cohort(y) - cohort(x) || (a < b ? -1 : 1));
  if (!breakdown) return all;
  const named = all.filter(([value]) => value !== BREAKDOWN_NULL);
  const rest = named.slice(breakdown.limit);
  const kept = all.filter((item) => !rest.includes(item));
  if (rest.length === 0 || breakdown.hideOther) return kept;
  const other = rest.map(([, table]) => table).reduce(added);
  return [...kept, [BREAKDOWN_OTHER, other]];
}

const added = (a: Table, b: Table): Table =>
  a.map((row, start) => row.map((count, step) => count + (b[start]?.[step] ?? 0)));

function rowsOf(plan: RetentionPlan, table: Table, breakdownValue: string | null): JsonObject[] {
  const period = plan.query.retentionFilter?.period ?? "Day";
  return plan.starts.map((start, row) => ({
    date: isoLocal(start, plan.calendar),
    label: `${period} ${row}`,
    values: plan.columns.map(({ label }, step) => ({ count: table[row]?.[step] ?? 0, label })),
    breakdown_value: breakdownValue,
  }));
}
