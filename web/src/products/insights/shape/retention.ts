import { tz } from "@date-fns/tz";
import { addDays, addHours, addMonths, addWeeks } from "date-fns";
import type { RetentionData, RetentionRow } from "../../../charts/retention-types.ts";
import type { ChartData } from "../../../charts/types.ts";
import type { RetentionFilter } from "../query/types.ts";
import { breakdownText } from "./breakdown-value.ts";

/** A row of a `RetentionQuery` answer. */
export interface RetentionItem {
  readonly date: string;
  readonly values: readonly { readonly count: number; readonly label: string }[];
  readonly breakdown_value?: string | null;
}

type Period = NonNullable<RetentionFilter["period"]>;
const ADD = { Hour: addHours, Day: addDays, Week: addWeeks, Month: addMonths } as const;

export interface RetentionOptions {
  readonly filter: RetentionFilter;
  readonly timezone: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** The table of one breakdown value (all rows without a breakdown). */
export function toRetention(items: readonly RetentionItem[], options: RetentionOptions): RetentionData {
  const columns = items[0]?.values.map(({ label }) => label) ?? [];
  const rows = items.map((item) => rowOf(item, options));
  return { columns, rows, mean: columns.map((_, column) => meanOf(rows, column, options.filter)) };
}

/** The breakdown values of an answer in their order; `[null]` without a breakdown. */
export function retentionValues(items: readonly RetentionItem[]): (string | null)[] {
  return [...new Set(items.map((item) => item.breakdown_value ?? null))];
}

function rowOf(item: RetentionItem, { filter, timezone, now }: RetentionOptions): RetentionRow {
  const size = item.values[0]?.count ?? 0;
  const period = filter.period ?? "Day";
  const start = new Date(item.date);
  return {
    key: `${item.breakdown_value ?? ""}|${item.date}`,
    label: rowLabel(start, period, timezone),
    size,
    cells: item.values.map(({ count }, column) => {
      const base =
        filter.retentionReference === "previous" && column > 0 ? (item.values[column - 1]?.count ?? 0) : size;
      return {
        count,
        rate: base === 0 ? 0 : count / base,
        state: stateOf(start, column, period, timezone, now),
      };
    }),
  };
}

function stateOf(start: Date, column: number, period: Period, timezone: string, now: number) {
  const at = (offset: number) => ADD[period](start, offset, { in: tz(timezone) }).getTime();
  if (at(column) > now) return "future";
  return at(column + 1) > now ? "filling" : "past";
}

function rowLabel(start: Date, period: Period, timeZone: string): string {
  const parts: Intl.DateTimeFormatOptions =
    period === "Hour"
      ? { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }
      : period === "Month"
        ? { month: "short", year: "numeric" }
        : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone }).format(start);
}

/** Mean percentage of the rows whose column is complete: weighted by size, or each row alike. */
function meanOf(rows: readonly RetentionRow[], column: number, filter: RetentionFilter): number | null {
  const ready = rows.filter((row) => row.cells[column]?.state === "past" && row.size > 0);
  if (ready.length === 0) return null;
  if (filter.meanRetentionCalculation === "weighted") {
    const whole = ready.reduce((sum, row) => sum + row.size, 0);
    return ready.reduce((sum, row) => sum + (row.cells[column]?.rate ?? 0) * row.size, 0) / whole;
  }
  return ready.reduce((sum, row) => sum + (row.cells[column]?.rate ?? 0), 0) / ready.length;
}

/** The curve: percent by column, one line a start interval, and nothing for what lies ahead. */
export function toCurve(data: RetentionData): ChartData {
  return {
    buckets: data.columns,
    labels: data.columns,
    series: data.rows.map((row, index) => {
      const known = row.cells.filter((cell) => cell.state !== "future");
      const filling = known.findIndex((cell) => cell.state === "filling");
      return {
        key: `s${index}`,
        label: row.label,
        color: index,
        faint: false,
        values: known.map((cell) => Math.round(cell.rate * 10_000) / 100),
        total: row.size,
        ...(filling >= 0 ? { incompleteFrom: filling } : {}),
      };
    }),
    lastIncomplete: false,
  };
}

/** Title of a breakdown value's table. */
export const valueTitle = (value: string | null): string => (value === null ? "" : breakdownText(value));
