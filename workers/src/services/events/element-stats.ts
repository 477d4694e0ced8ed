import { type ParsedElement, parseElements } from "@edgewise/core/events/parse-elements.ts";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { answerQuery } from "../query/answer-query.ts";

export const CLICKS = ["$autocapture", "$rageclick", "$dead_click"] as const;

export interface ElementStatsQuery {
  readonly events: readonly string[];
  readonly after: string;
  readonly before?: string;
  readonly properties: readonly JsonValue[];
  readonly filterTestAccounts: boolean;
  /** Names of attributes to show, `*` standing for anything; all without. */
  readonly attributes?: readonly string[];
  readonly limit: number;
  readonly offset: number;
}

export interface ElementStat {
  readonly count: number;
  readonly type: string;
  readonly elements: readonly ParsedElement[];
}

/** How often which elements were clicked, the most clicked first. */
export async function elementStats(
  access: ProjectAccess,
  query: ElementStatsQuery,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<{ stats: ElementStat[]; more: boolean }> {
  const request: JsonObject & { kind: string } = {
    kind: "EventsQuery",
    select: ["elements_chain", "event", "count()"],
    where: ["elements_chain != ''"],
    orderBy: ["count() DESC", "elements_chain ASC", "event ASC"],
    events: [...query.events],
    after: query.after,
    before: query.before ?? null,
    properties: [...query.properties],
    filterTestAccounts: query.filterTestAccounts,
    limit: query.limit,
    offset: query.offset,
  };
  const answer = await answerQuery(deps, access, { query: request, refresh: "blocking" }, signal);
  const rows = answer.results as [string, string, number][];
  const shown = query.attributes?.map(matcherOf);
  const stats = rows.map(([chain, type, count]) => ({
    count,
    type,
    elements: parseElements(chain).map((element) =>
      shown ? { ...element, attributes: only(element.attributes, shown) } : element,
    ),
  }));
  return { stats, more: answer.hasMore === true };
}

const matcherOf = (pattern: string): RegExp =>
  new RegExp(`^attr__${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

const only = (attributes: Readonly<Record<string, string>>, shown: readonly RegExp[]) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => shown.some((one) => one.test(name))));
