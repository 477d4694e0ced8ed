import { dayChart } from "../../charts/day-chart.ts";
import type { ChartData } from "../../charts/types.ts";
import type { MeteredEnvironment, UsageRow } from "./types.ts";

export const SPLITS = ["outcome", "event", "sdk", "environment"] as const;
export type Split = (typeof SPLITS)[number];

/** What became of units, for people; the order of the table. */
export const OUTCOMES = [
  ["billable", "Billable"],
  ["free", "Free: made by another product"],
  ["bot", "Bots, free"],
  ["test", "Test accounts, free"],
  ["duplicate", "Repeated, counted once"],
  ["rejected", "Refused"],
  ["quarantined", "Held back"],
  ["over_limit", "Over the limit, kept aside"],
  ["dropped", "Left out by a rule"],
] as const;

/** Dimensions to ask the API for. */
export function groupByOf(split: Split): string {
  return split === "outcome" ? "day,product" : `day,product,${split}`;
}

const DAY_MS = 86_400_000;

/** UTC days from `from` to `to`, inclusive. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

/** First and last day of a month, `YYYY-MM`; the running one ends `today`. Null for what is no month. */
export function monthDays(month: string, today: string): { from: string; to: string } | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return null;
  const [year, index] = month.split("-").map(Number) as [number, number];
  const last = new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10);
  return { from: `${month}-01`, to: last < today ? last : today };
}

/** Usage as a chart. By outcome everything that arrived is shown, else what is billable. */
export function usageChart(
  rows: readonly UsageRow[],
  split: Split,
  environments: readonly MeteredEnvironment[],
  days: readonly string[],
): ChartData {
  const names = new Map(environments.map(({ id, name, project_name }) => [id, `${project_name}, ${name}`]));
  const nameOf = (row: UsageRow) => {
    if (split === "event") return row.event || "(no name)";
    if (split === "sdk") return row.sdk || "(unknown SDK)";
    return names.get(row.environment_id) ?? `Environment ${row.environment_id}`;
  };
  const counts =
    split === "outcome"
      ? rows.flatMap((row) =>
          OUTCOMES.map(([key, name]) => ({ day: row.day, name, count: row[key] })).filter(
            ({ count }) => count > 0,
          ),
        )
      : rows
          .filter(({ billable }) => billable > 0)
          .map((row) => ({ day: row.day, name: nameOf(row), count: row.billable }));
  return dayChart(counts, days);
}

/** Share of a limit or free tier that is used, 0 to 1. */
export function shareOf(units: number, whole: number): number {
  return whole <= 0 ? (units > 0 ? 1 : 0) : Math.min(1, units / whole);
}

/** Dollars as somebody types them, as micro-dollars; null = no limit, undefined = not a sum of money. */
export function microsOf(text: string): number | null | undefined {
  const plain = text.trim().replace(/^\$/, "").replaceAll(",", "");
  if (plain === "") return null;
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * 1_000_000);
}

/** The field's text for an amount; '' = no limit. */
export function dollarsOf(micros: number | null | undefined): string {
  if (micros === null || micros === undefined) return "";
  return String(micros / 1_000_000);
}
