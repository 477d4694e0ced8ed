import type { JsonObject } from "../../events/types.ts";
import { isoLocal } from "../date-range/labels.ts";
import { samplingFactor, scaledCount, scaledSum } from "../nodes/sampling.ts";
import type { EngineRows } from "../query-kind.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER } from "../trends/breakdown.ts";
import { meanRow } from "./mean.ts";
import type { RetentionPlan } from "./plan.ts";
import { type Cell, cohortOf, emptyTable, merged, reachedOrBeyond, type Table } from "./table.ts";

/** Rows of API.md 2.9: one a start interval, for each breakdown value, the greatest cohorts first; and their means. */
export function shapeRetention(plan: RetentionPlan, { rows }: EngineRows): JsonObject {
  const tables = new Map<string, Table>();
  if (!plan.breakdown) tables.set("", emptyTable(plan));
  const width = plan.breakdown?.values.length ?? 0;
  for (const [start, step, ...rest] of rows) {
    const value = rest.slice(0, width).map(String).join("::");
    const table = tables.get(value) ?? emptyTable(plan);
    tables.set(value, table);
    const [actors = 0, total = 0, numbers = 0] = rest.slice(width).map(Number);
    const row = table[Number(start)];
    if (row) row[Number(step)] = { actors, total, numbers };
  }
  const shown = ranked(plan, tables).map(([value, table]) => ({
    value: plan.breakdown ? value : null,
    table: plan.cumulative ? table.map(reachedOrBeyond) : table,
  }));
  const means = plan.mean === "none" ? [] : shown.map(({ value, table }) => meanRow(plan, table, value));
  return { results: shown.flatMap(({ value, table }) => rowsOf(plan, table, value)), mean: means };
}

/** The breakdown values of the greatest cohorts, «null», and the rest added up as «other». */
function ranked({ breakdown }: RetentionPlan, tables: ReadonlyMap<string, Table>): [string, Table][] {
  const all = [...tables].sort(([a, x], [b, y]) => cohortOf(y) - cohortOf(x) || (a < b ? -1 : 1));
  if (!breakdown) return all;
  const named = all.filter(([value]) => value !== BREAKDOWN_NULL);
  const rest = named.slice(breakdown.limit);
  const kept = all.filter((item) => !rest.includes(item));
  if (rest.length === 0 || breakdown.hideOther) return kept;
  return [...kept, [BREAKDOWN_OTHER, rest.map(([, table]) => table).reduce(merged)]];
}

function rowsOf(plan: RetentionPlan, table: Table, breakdownValue: string | null): JsonObject[] {
  const period = plan.query.retentionFilter?.period ?? "Day";
  return plan.starts.map((start, row) => ({
    date: isoLocal(start, plan.calendar),
    label: `${period} ${row}`,
    values: plan.columns.map(({ label }, step) => cellValue(plan, table[row]?.[step], label)),
    breakdown_value: breakdownValue,
  }));
}

function cellValue({ measure, query }: RetentionPlan, cell: Cell | undefined, label: string): JsonObject {
  const { actors = 0, total = 0, numbers = 0 } = cell ?? {};
  const factor = samplingFactor(query);
  const count = scaledCount(actors, factor);
  if (!measure) return { count, label };
  const average = numbers === 0 ? 0 : total / numbers;
  return { count, label, aggregation_value: measure.type === "sum" ? scaledSum(total, factor) : average };
}
