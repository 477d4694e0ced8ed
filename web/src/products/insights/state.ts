import * as z from "zod";
import type { PropertyFilter } from "../filters/filter.ts";
import { filterSchema } from "../filters/schema.ts";
import type { PropertySource } from "../taxonomy/source.ts";

/** One line of the chart, as the editor holds it. */
export interface SeriesState {
  /** null: any event. */
  readonly event: string | null;
  readonly math: string;
  readonly mathProperty: string | null;
  readonly name: string | null;
  readonly filters: readonly PropertyFilter[];
}

export const INTERVALS = ["hour", "day", "week", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

export const DISPLAYS = [
  "ActionsLineGraph",
  "ActionsBar",
  "ActionsLineGraphCumulative",
  "ActionsBarValue",
  "BoldNumber",
  "ActionsTable",
] as const;
export type Display = (typeof DISPLAYS)[number];

export interface ExplorerState {
  readonly series: readonly SeriesState[];
  readonly filters: readonly PropertyFilter[];
  readonly breakdown: { readonly source: PropertySource; readonly property: string } | null;
  readonly interval: Interval;
  /** `-7d`, `2026-01-31`, `all` … */
  readonly from: string;
  /** null: until now. */
  readonly to: string | null;
  /** null: no comparison; `previous`: the period before; else a shift such as `-1y`. */
  readonly compare: string | null;
  readonly formula: string | null;
  readonly display: Display;
}

export const seriesSchema = z.object({
  event: z.string().nullable().default(null),
  math: z.string().default("total"),
  mathProperty: z.string().nullable().default(null),
  name: z.string().nullable().default(null),
  filters: z.array(filterSchema).default([]),
});

export const MAX_SERIES = 10;
export const seriesListSchema = z.array(seriesSchema).min(1).max(MAX_SERIES);

export function newSeries(event: string | null): SeriesState {
  return { event, math: "total", mathProperty: null, name: null, filters: [] };
}

export const DEFAULT_STATE: ExplorerState = {
  series: [newSeries("$pageview")],
  filters: [],
  breakdown: null,
  interval: "day",
  from: "-7d",
  to: null,
  compare: null,
  formula: null,
  display: "ActionsLineGraph",
};

/** Letter of a series in formulas. */
export function seriesLetter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** `person:plan` ↔ breakdown. */
export function parseBreakdown(text: string): ExplorerState["breakdown"] {
  const match = /^(event|person|group_\d):(.+)$/s.exec(text);
  return match ? { source: match[1] as PropertySource, property: match[2] as string } : null;
}

export function printBreakdown(breakdown: NonNullable<ExplorerState["breakdown"]>): string {
  return `${breakdown.source}:${breakdown.property}`;
}

const ADDITIVE: ReadonlySet<string> = new Set(["total", "sum", "first_time_for_user"]);

/** How one number stands for a whole line: counts add up, unique persons and averages do not. */
export function summaryOf({ display, series, formula }: ExplorerState): "sum" | "average" | "last" {
  if (display === "ActionsLineGraphCumulative") return "last";
  return !formula && series.every(({ math }) => ADDITIVE.has(math)) ? "sum" : "average";
}
