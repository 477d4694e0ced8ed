import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, eq, field, list, not, or } from "../../sql/build.ts";
import { cleanedPath } from "../../sql/filter/path-cleaning.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import type { PathsFilter } from "./schema.ts";

/** What an event is called in a path, and which events are in paths at all. */
export interface PathItem {
  readonly name: Expr;
  readonly events: Expr;
}

type EventType = NonNullable<PathsFilter["includeEventTypes"]>[number];
const EVERY: readonly EventType[] = ["$pageview", "$screen", "custom_event"];

const isEvent = (name: string): Expr => eq(field("event"), constant(name));
const text = (value: Expr): Expr => call("ifNull", call("toString", value), constant(""));

/** Cheaper than a regular expression over every event. */
function withoutSlash(url: Expr): Expr {
  const length = call("length", url);
  const slashed = and(call("endsWith", url, constant("/")), compare(length, ">", constant(1)));
  return call("if", slashed, call("substring", url, constant(1), arithmetic(length, "-", constant(1))), url);
}

/** Page views are called by their URL without trailing slash, screens by their name, other events by theirs. */
export function pathItem(filter: PathsFilter | undefined, context: InsightContext): InsightResult<PathItem> {
  const types = filter?.includeEventTypes ?? [];
  const other = otherItem(filter, types, context);
  if (!other.ok) return other;
  const named: [EventType, Expr, Expr][] = [
    ["$pageview", isEvent("$pageview"), withoutSlash(text(field("properties", "$current_url")))],
    ["$screen", isEvent("$screen"), text(field("properties", "$screen_name"))],
  ];
  const shown = named.filter(([type]) => types.length === 0 || types.includes(type));
  const [only] = types.length === 1 ? shown : [];
  const plain = only
    ? only[2]
    : shown.reduceRight<Expr>((rest, [, is, item]) => call("if", is, item, rest), other.value);
  const replaced = filter?.pathReplacements ? cleanedPath(plain, context) : plain;
  const name = grouped(cleaned(replaced, filter), filter);
  const exclusions = filter?.excludeEvents?.length
    ? [compare(name, "not in", list(filter.excludeEvents))]
    : [];
  return {
    ok: true,
    value: { name, events: and(included(types), compare(name, "!=", constant("")), ...exclusions) },
  };
}

function otherItem(
  filter: PathsFilter | undefined,
  types: readonly EventType[],
  context: InsightContext,
): InsightResult<Expr> {
  if (!types.includes("hogql")) return { ok: true, value: field("event") };
  const attr = "query__pathsFilter__pathsHogQLExpression";
  if (!filter?.pathsHogQLExpression?.trim()) {
    return insightError('Event type "hogql" needs "pathsHogQLExpression".', attr, "required");
  }
  const parsed = context.parser.parseExpr(filter.pathsHogQLExpression);
  return parsed.ok ? { ok: true, value: text(parsed.value) } : insightError(parsed.error.message, attr);
}

/** No types = all events, as with an expression for all. */
function included(types: readonly EventType[]): Expr {
  if (types.length === 0 || types.includes("hogql")) return and();
  return or(
    ...EVERY.filter((type) => types.includes(type)).map((type) =>
      type === "custom_event" ? not(call("startsWith", field("event"), constant("$"))) : isEvent(type),
    ),
  );
}

/** Cleaning rules replace parts of a name, one after the other. */
function cleaned(name: Expr, filter: PathsFilter | undefined): Expr {
  return (filter?.localPathCleaningFilters ?? [])
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .reduce<Expr>((before, { regex, alias = "" }) => {
      if (!regex) return before;
      return call("replaceRegexpAll", before, constant(regex), constant(alias));
    }, name);
}

/** Names that a wildcard covers as a whole become the wildcard; the first that fits wins. */
function grouped(name: Expr, filter: PathsFilter | undefined): Expr {
  const globs = filter?.pathGroupings ?? [];
  if (globs.length === 0) return name;
  const cases = globs.flatMap((glob) => [call("match", name, constant(globRegex(glob))), constant(glob)]);
  return call("multiIf", ...cases, name);
}

const globRegex = (glob: string): string =>
  `^${glob
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&"))
    .join(".*")}$`;
