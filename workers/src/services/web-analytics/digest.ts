import type { JsonObject } from "@edgewise/core/events/types.ts";
import { changeInPercent } from "@edgewise/core/insights/web-overview/items.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { answerQuery } from "../query/answer-query.ts";

const TOP = 5;

/** How a figure changed; null when there is nothing to compare with. */
export interface Change {
  readonly percent: number;
  readonly direction: "Up" | "Down" | "Flat";
  readonly text: string;
}
export interface Compared {
  readonly current: number | null;
  readonly previous: number | null;
  readonly change: Change | null;
}

type Pair = readonly [number, number | null];
type TableRow = readonly [unknown, ...Pair[]];

/** Web analytics of the last `days` days, with what leads: pages, sources and goals. Rates are in percent. */
export async function webDigest(
  access: ProjectAccess,
  { days, compare }: { readonly days: number; readonly compare: boolean },
  deps: RegionDeps,
  signal: AbortSignal,
) {
  const shared = {
    dateRange: { date_from: `-${days}d` },
    compareFilter: { compare },
    filterTestAccounts: true,
  };
  const ask = async (query: JsonObject & { kind: string }) =>
    (await answerQuery(deps, access, { query: { ...shared, ...query }, refresh: "blocking" }, signal))
      .results;
  const table = async (breakdownBy: string, more: JsonObject = {}) =>
    (await ask({ kind: "WebStatsTableQuery", breakdownBy, limit: TOP, ...more })) as unknown as TableRow[];
  // One after the other: a digest must not take every place that the project has in the engine.
  const items = (await ask({ kind: "WebOverviewQuery" })) as unknown as {
    key: string;
    value: number | null;
    previous: number | null;
  }[];
  const pages = await table("Page");
  const sources = await table("InitialReferringDomain");
  const goals = (await ask({ kind: "WebGoalsQuery", limit: TOP })) as unknown as TableRow[];
  const figure = (key: string): Compared => {
    const item = items.find((one) => one.key === key);
    return compared([item?.value ?? 0, item?.previous ?? null], item?.value ?? null);
  };
  return {
    visitors: figure("visitors"),
    pageviews: figure("views"),
    sessions: figure("sessions"),
    bounce_rate: figure("bounce rate"),
    avg_session_duration: figure("session duration"),
    top_pages: pages.map(([path, visitors]) => ({ path: String(path), ...led("visitors", visitors) })),
    top_sources: sources.map(([name, visitors]) => ({ name: String(name), ...led("visitors", visitors) })),
    goals: goals.map(([name, , conversions]) => ({ name: String(name), ...led("conversions", conversions) })),
  };
}

const compared = ([now, previous]: Pair, current: number | null = now): Compared => ({
  current,
  previous,
  change: current === null ? null : changeOf(current, previous),
});

function led<Name extends string>(name: Name, pair: Pair | undefined) {
  const { current, change } = compared(pair ?? [0, null]);
  return { [name]: current, change } as { readonly [Key in Name]: number | null } & { change: Change | null };
}

function changeOf(now: number, then: number | null): Change | null {
  const percent = changeInPercent(now, then);
  if (percent === null) return null;
  const direction = percent > 0 ? "Up" : percent < 0 ? "Down" : "Flat";
  return { percent: Math.abs(percent), direction, text: `${direction} ${Math.abs(percent)}%` };
}
