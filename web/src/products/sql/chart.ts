import type { ChartData } from "../../charts/types.ts";

export const SQL_DISPLAYS = [
  "ActionsTable",
  "ActionsLineGraph",
  "ActionsBar",
  "ActionsStackedBar",
  "ActionsAreaGraph",
  "ActionsPie",
  "BoldNumber",
] as const;
export type SqlDisplay = (typeof SQL_DISPLAYS)[number];

/** How rows become a chart; columns by name. */
export interface ChartSettings {
  readonly xAxis?: { readonly column: string };
  readonly yAxis?: readonly { readonly column: string }[];
  /** One series a value of this column. */
  readonly seriesBreakdownColumn?: string;
}

type Rows = readonly (readonly unknown[])[];

const isNumber = (value: unknown): boolean =>
  typeof value === "number" ||
  (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)));

/** Columns that hold numbers only (and something). */
export function numericColumns(columns: readonly string[], rows: Rows): string[] {
  return columns.filter(
    (_, index) =>
      rows.some((row) => row[index] !== null) &&
      rows.every((row) => row[index] === null || isNumber(row[index])),
  );
}

/** Settings that fit the columns: the first other column along x, all numbers as lines. */
export function defaultSettings(columns: readonly string[], rows: Rows): ChartSettings {
  const numeric = numericColumns(columns, rows);
  const x = columns.find((column) => !numeric.includes(column)) ?? columns[0];
  const y = numeric.filter((column) => column !== x).map((column) => ({ column }));
  return { ...(x === undefined ? {} : { xAxis: { column: x } }), yAxis: y };
}

/** Chosen settings where their columns still exist, else what fits. */
export function settingsFor(chosen: ChartSettings, columns: readonly string[], rows: Rows): ChartSettings {
  const fallback = defaultSettings(columns, rows);
  const known = (column: string | undefined) => column !== undefined && columns.includes(column);
  const y = (chosen.yAxis ?? []).filter(({ column }) => known(column));
  const breakdown = chosen.seriesBreakdownColumn;
  return {
    ...fallback,
    ...(known(chosen.xAxis?.column) && chosen.xAxis ? { xAxis: chosen.xAxis } : {}),
    ...(y.length > 0 ? { yAxis: y } : {}),
    ...(breakdown !== undefined && known(breakdown) ? { seriesBreakdownColumn: breakdown } : {}),
  };
}

/** Rows as chart data: one bucket a value of x in the order of the rows; missing values are 0. */
export function toSqlChart(columns: readonly string[], rows: Rows, settings: ChartSettings): ChartData {
  const at = (column: string | undefined) => (column === undefined ? -1 : columns.indexOf(column));
  const x = at(settings.xAxis?.column);
  const split = at(settings.seriesBreakdownColumn);
  const buckets =
    x < 0 ? rows.map((_, index) => String(index + 1)) : [...new Set(rows.map((row) => textOf(row[x])))];
  const place = new Map(buckets.map((bucket, index) => [bucket, index]));
  const series = new Map<string, number[]>();
  rows.forEach((row, index) => {
    for (const { column } of settings.yAxis ?? []) {
      const name =
        split < 0 ? column : several(settings) ? `${textOf(row[split])}: ${column}` : textOf(row[split]);
      const values = series.get(name) ?? Array<number>(buckets.length).fill(0);
      series.set(name, values);
      const bucket = x < 0 ? index : place.get(textOf(row[x]));
      const value = Number(row[at(column)] ?? 0);
      if (bucket !== undefined && Number.isFinite(value)) values[bucket] = (values[bucket] ?? 0) + value;
    }
  });
  return {
    buckets,
    labels: buckets,
    series: [...series].map(([label, values], index) => ({
      key: `s${index}`,
      label,
      color: index,
      faint: false,
      values,
      total: values.reduce((sum, value) => sum + value, 0),
    })),
    lastIncomplete: false,
  };
}

const several = ({ yAxis = [] }: ChartSettings): boolean => yAxis.length > 1;

/** Times of midnight as their day; anything else as it stands. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "(not set)";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?(?:Z|[+-]\d{2}:\d{2})$/, "$1");
}
