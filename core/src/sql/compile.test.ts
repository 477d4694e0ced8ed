import { describe, expect, it } from "vitest";
import type { Expr, Select } from "./ast.ts";
import {
  alias,
  and,
  between,
  call,
  compare,
  constant,
  eq,
  field,
  from,
  instant,
  join,
  list,
  parametric,
  select,
  table,
  unionAll,
} from "./build.ts";
import { compileQuery } from "./compile.ts";
import type { CompileContext } from "./context.ts";

const context: CompileContext = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: 0,
  limits: { defaultRows: null },
};

/** SQL with its parameters in place, to be read. */
function printed(query: Select, over: Partial<CompileContext> = {}): string {
  const result = compileQuery(query, { ...context, ...over });
  if (!result.ok) return `error: ${result.error.message}`;
  return result.value.sql.replace(/\{(p\d+):[^{}]*?\}/g, (_, name: string) =>
    JSON.stringify(result.value.params[name]?.value),
  );
}

const expr = (value: Expr): Select => select({ select: [value], from: "events" });
const where = (value: Expr): Select => select({ select: [call("count")], from: "events", where: value });
const E = "FROM events AS events WHERE events.environment_id = 7";
const browser = field("properties", "$browser");
const custom = field("properties", "plan");
const time = field("timestamp");

describe("compileQuery", () => {
  it.each<[string, Select, string]>([
    ["a typed column", expr(browser), `SELECT nullIf(events.p_browser, '') ${E}`],
    ["a hashed map", expr(custom), `SELECT nullIf(events.m2["plan"], '') ${E}`],
    [
      "a nested path",
      expr(field("properties", "plan", "a", 1)),
      `SELECT nullIf(JSONExtract(events.m2["plan"], "a", 1, 'Nullable(String)'), '') ${E}`,
    ],
    [
      "text equal",
      where(eq(browser, constant("Chrome"))),
      `SELECT count() ${E} AND (events.p_browser = "Chrome")`,
    ],
    [
      "text different, missing counts",
      where(compare(custom, "!=", constant("x"))),
      `SELECT count() ${E} AND (events.m2["plan"] != "x")`,
    ],
    [
      "empty text is no value",
      where(eq(browser, constant(""))),
      `SELECT count() ${E} AND ifNull((nullIf(events.p_browser, '') = ""), 0)`,
    ],
    ["is null", where(eq(browser, constant(null))), `SELECT count() ${E} AND (events.p_browser = '')`],
    [
      "one of",
      where(compare(browser, "in", list(["a", "b"]))),
      `SELECT count() ${E} AND (events.p_browser IN ["a","b"])`,
    ],
    [
      "none of",
      where(compare(browser, "not in", list(["a"]))),
      `SELECT count() ${E} AND (nullIf(events.p_browser, '') NOT IN ["a"])`,
    ],
    [
      "number of a property",
      where(compare(custom, ">", constant(5))),
      `SELECT count() ${E} AND ifNull((accurateCastOrNull(events.m2["plan"], 'Float64') > 5), 0)`,
    ],
    [
      "truth of a property",
      where(and(custom, eq(custom, constant(true)))),
      `SELECT count() ${E} AND (events.m2["plan"] = 'true') AND (events.m2["plan"] = "true")`,
    ],
    [
      "two properties",
      where(eq(browser, custom)),
      `SELECT count() ${E} AND ifNull((nullIf(events.p_browser, '') = nullIf(events.m2["plan"], '')), (isNull(nullIf(events.p_browser, '')) AND isNull(nullIf(events.m2["plan"], ''))))`,
    ],
    [
      "sum of a property",
      expr(call("sum", custom)),
      `SELECT sum(accurateCastOrNull(events.m2["plan"], 'Float64')) ${E}`,
    ],
    [
      "a moment prunes by day",
      where(compare(time, ">=", instant(0))),
      `SELECT count() ${E} AND events.day >= toDate(toTimeZone("1970-01-01 00:00:00.000", 'UTC')) AND (events.timestamp >= "1970-01-01 00:00:00.000")`,
    ],
    [
      "a range prunes on both ends",
      where(between(time, instant(0), instant(1000))),
      `SELECT count() ${E} AND events.day >= toDate(toTimeZone("1970-01-01 00:00:00.000", 'UTC')) AND events.day <= toDate(toTimeZone("1970-01-01 00:00:01.000", 'UTC')) AND ((events.timestamp >= "1970-01-01 00:00:00.000") AND (events.timestamp <= "1970-01-01 00:00:01.000"))`,
    ],
    [
      "a moment inside OR doesn't",
      where({ node: "Or", exprs: [compare(time, ">=", instant(0)), constant(true)] }),
      `SELECT count() ${E} AND ((events.timestamp >= "1970-01-01 00:00:00.000") OR true)`,
    ],
    [
      "a day of a moment prunes with a day of slack",
      where(eq(call("toDate", time), constant("2026-01-05"))),
      `SELECT count() ${E} AND events.day >= toDate(toTimeZone(toDateTime(toDate("2026-01-05"), "UTC"), 'UTC')) - 1 AND events.day <= toDate(toTimeZone(toDateTime(toDate("2026-01-05"), "UTC"), 'UTC')) + 1 AND (toDate(events.timestamp) = toDate("2026-01-05"))`,
    ],
    [
      "integer keys as they are",
      expr(parametric("quantile", [constant(0.5)], field("person_key"))),
      `SELECT quantile(0.5)(events.person_key) ${E}`,
    ],
    [
      "a union",
      unionAll(expr(constant(1)), expr(constant("a"))),
      `(SELECT 1 AS column_0 ${E}) UNION ALL (SELECT "a" AS column_0 FROM events AS events_1 WHERE events_1.environment_id = 7)`,
    ],
    [
      "an alias by name",
      select({ select: [alias("x", browser)], from: "events", groupBy: [field("x")] }),
      `SELECT nullIf(events.p_browser, '') AS x ${E} GROUP BY x`,
    ],
    [
      "an alias of an aggregate doesn't hide the column in WHERE",
      select({
        select: [alias("event", call("max", field("event")))],
        from: "events",
        where: eq(field("event"), constant("a")),
      }),
      `SELECT max(events.event) AS event ${E} AND (events.event = "a")`,
    ],
    [
      "a subquery's columns",
      select({
        select: [field("s", "event"), field("n")],
        from: [from(select({ select: [field("event"), alias("n", constant(1))], from: "events" }), "s")],
      }),
      `SELECT s.event, s.n FROM (SELECT events.event AS event, 1 AS n ${E}) AS s`,
    ],
    [
      "a joined table behind its own filter",
      select({
        select: [field("a", "event")],
        from: [
          table("events", "a"),
          join(table("events", "b"), "LEFT JOIN", eq(field("a", "uuid"), field("b", "uuid"))),
        ],
      }),
      `SELECT a.event FROM events AS a LEFT JOIN (SELECT b.uuid AS uuid FROM events AS b WHERE b.environment_id = 7) AS b ON (a.uuid = b.uuid) WHERE a.environment_id = 7`,
    ],
    ["no table", select({ select: [constant(1)] }), "SELECT 1"],
  ])("%s", (_name, query, sql) => {
    expect(printed(query)).toBe(sql);
  });

  it.each<[string, Select, Partial<CompileContext>, string]>([
    [
      "local time is shown",
      expr(time),
      { timezone: "Europe/Berlin" },
      `SELECT toTimeZone(events.timestamp, "Europe/Berlin") ${E}`,
    ],
    [
      "unless told otherwise",
      expr(time),
      { timezone: "Europe/Berlin", modifiers: { convertToProjectTimezone: false } },
      `SELECT events.timestamp ${E}`,
    ],
    [
      "compared as stored",
      where(compare(time, "<", constant("2026-01-05"))),
      { timezone: "Asia/Tokyo" },
      `SELECT count() ${E} AND events.day <= toDate(toTimeZone(parseDateTime64BestEffort("2026-01-05", 6, "Asia/Tokyo"), 'UTC')) AND (events.timestamp < parseDateTime64BestEffort("2026-01-05", 6, "Asia/Tokyo"))`,
    ],
    [
      "weeks start on Sunday",
      expr(call("toStartOfWeek", time)),
      {},
      `SELECT toStartOfWeek(events.timestamp, 0) ${E}`,
    ],
    [
      "or on Monday",
      expr(call("toStartOfWeek", time)),
      { weekStartDay: 1 },
      `SELECT toStartOfWeek(events.timestamp, 3) ${E}`,
    ],
    [
      "merged persons",
      expr(call("uniq", field("person_id"))),
      { hasPersonOverrides: true },
      `SELECT uniq(if(events__overrides.person_key != 0, events__overrides.person_id, events.person_id)) FROM events AS events LEFT JOIN (SELECT person_overrides.distinct_key AS distinct_key, argMax(person_overrides.person_key, person_overrides.version) AS person_key, argMax(person_overrides.person_id, person_overrides.version) AS person_id FROM person_overrides WHERE person_overrides.environment_id = 7 GROUP BY person_overrides.distinct_key) AS events__overrides ON events__overrides.distinct_key = events.distinct_key WHERE events.environment_id = 7`,
    ],
    [
      "numeric definitions",
      where(compare(custom, ">", constant("5"))),
      { propertyTypes: { event: { plan: "Numeric" } } },
      `SELECT count() ${E} AND ifNull((accurateCastOrNull(events.m2["plan"], 'Float64') > 5), 0)`,
    ],
    [
      "boolean definitions compare as text",
      where(eq(custom, constant(true))),
      { propertyTypes: { event: { plan: "Boolean" } } },
      `SELECT count() ${E} AND (events.m2["plan"] = "true")`,
    ],
    ["the default limit reads one more", expr(constant(1)), { limits: {} }, `SELECT 1 ${E} LIMIT 101`],
    [
      "an explicit limit is cut",
      { ...select({ select: [constant(1)], limit: 99 }) },
      { limits: { maxRows: 10 } },
      "SELECT 1 LIMIT 10",
    ],
  ])("%s", (_name, query, over, sql) => {
    expect(printed(query, over)).toBe(sql);
  });

  it.each<[string, Select, string]>([
    ["unknown field", expr(field("evnt")), "Unable to resolve field: evnt. Perhaps you meant 'event'"],
    ["row in place of a value", expr(field("person")), "person is a row of persons, not a value"],
    [
      "unknown table",
      select({ select: [constant(1)], from: "evnts" }),
      "Unknown table `evnts`. Perhaps you meant `events`?",
    ],
    [
      "later table",
      select({ select: [constant(1)], from: "heatmaps" }),
      "Table `heatmaps` is not available yet.",
    ],
    [
      "table function",
      select({ select: [constant(1)], from: [table("url", "u", [constant("x")])] }),
      "Table function 'url' is not available.",
    ],
    [
      "unknown function",
      expr(call("sumn", constant(1))),
      "Unsupported function call 'sumn(...)'. Perhaps you meant 'sum(...)'?",
    ],
    ["actions", expr(call("matchesAction", constant(1))), "Action 1 does not exist."],
    [
      "too few arguments",
      expr(call("substring", constant("a"))),
      "Function 'substring' expects 3 arguments, found 1.",
    ],
    ["window function alone", expr(call("rank")), "rank needs a window"],
    [
      "ambiguous field",
      select({
        select: [field("event")],
        from: [table("events", "a"), join(table("events", "b"), "CROSS JOIN")],
      }),
      "Ambiguous query. Found multiple sources for field: event",
    ],
    [
      "the same table twice",
      select({ select: [constant(1)], from: [table("events"), join(table("events"), "CROSS JOIN")] }),
      'Already have joined a table called "events"',
    ],
    [
      "an alias twice",
      select({ select: [alias("a", constant(1)), alias("a", constant(2))] }),
      "Cannot redefine an alias with the name: a",
    ],
    ["placeholder", expr({ node: "Placeholder", chain: ["x"] }), "Unresolved placeholder: {x}"],
    ["no date", where(compare(time, ">", constant("soon"))), "'soon' is not a date or time"],
    ["no UUID", where(eq(field("uuid"), constant("x"))), "'x' is not a UUID."],
    [
      "cast to a type we don't have",
      expr({ node: "TypeCast", expr: constant(1), type: "AggregateFunction" }),
      "Can't cast to 'AggregateFunction'",
    ],
    [
      "a column that isn't there to sort by",
      select({ select: [constant(1)], orderBy: [{ node: "OrderExpr", expr: constant(2), order: "ASC" }] }),
      "There is no column 2",
    ],
  ])("says what is wrong: %s", (_name, query, message) => {
    expect(printed(query)).toContain(`error: ${message}`);
  });

  it("numbers parameters in the order of the text and shares equal values", () => {
    const result = compileQuery(
      where(
        and(eq(browser, constant("a")), eq(field("event"), constant("a")), eq(field("event"), constant(7))),
      ),
      context,
    );
    expect(
      result.ok && Object.entries(result.value.params).map(([name, { type, value }]) => [name, type, value]),
    ).toEqual([
      ["p0", "UInt32", 7],
      ["p1", "String", "a"],
      ["p2", "UInt8", 7],
    ]);
  });

  it("names its columns and tables", () => {
    const result = compileQuery(
      select({
        select: [browser, call("count"), alias("x", field("person", "properties", "a"))],
        from: "events",
      }),
      context,
    );
    expect(result.ok && [result.value.columns.map(({ name }) => name), result.value.tables]).toEqual([
      ["$browser", "count()", "x"],
      ["events", "persons"],
    ]);
  });
});
