import { describe, expect, it } from "vitest";
import type { Expr } from "../ast.ts";
import {
  arithmetic,
  array,
  call,
  compare,
  constant,
  field,
  lambda,
  parametric,
  select,
  tuple,
} from "../build.ts";
import { compileQuery } from "../compile.ts";

function printed(expr: Expr, timezone = "UTC"): string {
  const context = {
    environmentId: 1,
    timezone,
    weekStartDay: 1 as const,
    hasPersonOverrides: false,
    now: 0,
    limits: { defaultRows: null },
  };
  const result = compileQuery(select({ select: [expr], from: "events" }), context);
  if (!result.ok) return `error: ${result.error.message}`;
  const { sql, params } = result.value;
  return sql
    .replace(/^SELECT /, "")
    .replace(/ FROM events AS events WHERE .*$/, "")
    .replace(/\{(p\d+):([^{}]*)\}/g, (_, name: string, type: string) =>
      type === "String" ? `"${params[name]?.value}"` : String(params[name]?.value),
    );
}

const time = field("timestamp");
const day = field("day");
const prop = field("properties", "$browser");
const text = (value: string): Expr => constant(value);
const P = "nullIf(events.p_browser, '')";

describe("functions whose printing differs", () => {
  it.each<[Expr, string]>([
    [call("now"), `now64(6, "UTC")`],
    [call("NOW"), `now64(6, "UTC")`],
    [call("today"), `toDate(now64(6, "UTC"))`],
    [call("toDate", time), "toDate(events.timestamp)"],
    [call("toDate", text("2026-01-02")), `toDate("2026-01-02")`],
    [
      call("toDate", text("2026-01-02 03:04:05")),
      `toDate(parseDateTime64BestEffort("2026-01-02 03:04:05", 6, "UTC"))`,
    ],
    [call("toDate", prop), `toDate(parseDateTime64BestEffortOrNull(${P}, 6, "UTC"))`],
    [call("toDateTime", prop), `parseDateTime64BestEffortOrNull(${P}, 6, "UTC")`],
    [call("toDateTime", constant(5)), `toDateTime(5, "UTC")`],
    [call("toDateTime", prop, text("Asia/Tokyo")), `parseDateTime64BestEffortOrNull(${P}, 6, "Asia/Tokyo")`],
    [
      call("toDateTime64", text("2026-01-02"), constant(3)),
      `parseDateTime64BestEffort("2026-01-02", 3, "UTC")`,
    ],
    [call("toInt", prop), `accurateCastOrNull(${P}, 'Int64')`],
    [call("toFloat", text("1")), `accurateCastOrNull("1", 'Float64')`],
    [call("toUUID", prop), `accurateCastOrNull(${P}, 'UUID')`],
    [call("toIntOrZero", prop), `toInt64OrZero(toString(${P}))`],
    [call("toStartOfWeek", time), "toStartOfWeek(events.timestamp, 3)"],
    [call("toStartOfWeek", time, constant(0)), "toStartOfWeek(events.timestamp, 0)"],
    [
      call("toStartOfDay", text("2026-01-02")),
      `toStartOfDay(parseDateTime64BestEffort("2026-01-02", 6, "UTC"))`,
    ],
    [call("toStartOfDay", time), "toStartOfDay(events.timestamp)"],
    [call("dateDiff", text("days"), time, time), "dateDiff('day', events.timestamp, events.timestamp)"],
    [call("date_diff", field("hour"), time, time), "dateDiff('hour', events.timestamp, events.timestamp)"],
    [call("dateAdd", text("week"), constant(2), day), "plus(events.day, toIntervalWeek(2))"],
    [call("date_sub", time, call("toIntervalDay", constant(1))), "minus(events.timestamp, toIntervalDay(1))"],
    [call("dateTrunc", text("month"), time), "dateTrunc('month', events.timestamp)"],
    [call("date_part", text("dow"), time), "toDayOfWeek(events.timestamp)"],
    [call("fromUnixTimestamp", constant(1)), `toTimeZone(fromUnixTimestamp(1), "UTC")`],
    [call("to_timestamp", constant(1)), `fromUnixTimestamp64Milli(toInt64(1 * 1000), "UTC")`],
    [
      call("split_part", text("a-b"), text("-"), constant(2)),
      `arrayElement(splitByString("-", assumeNotNull("a-b")), 2)`,
    ],
    [
      call("string_agg", field("event"), text(",")),
      `arrayStringConcat(groupArray(toString(events.event)), ",")`,
    ],
    [call("equals", prop, text("a")), `(events.p_browser = "a")`],
    [call("notLike", prop, text("a%")), `(events.p_browser NOT LIKE "a%")`],
    [call("in", prop, tuple(text("a"))), `(events.p_browser IN a)`],
    [call("position", compare(text("b"), "in", text("abc"))), `position("abc", "b")`],
    [call("count", field("*")), "count()"],
    [call("countIf", compare(prop, "==", text("a"))), `countIf((events.p_browser = "a"))`],
    [{ node: "Call", name: "count", args: [field("event")], distinct: true }, "count(DISTINCT events.event)"],
    [
      { node: "Call", name: "sum", args: [constant(1)], filter: constant(true) },
      "sum(1) FILTER (WHERE true)",
    ],
    [
      parametric("quantile", [constant(0.9)], prop),
      "quantile(0.9)(accurateCastOrNull(events.p_browser, 'Float64'))",
    ],
    [
      call(
        "arrayMap",
        lambda(["x", "y"], arithmetic(field("x"), "+", field("y"))),
        array(constant(1)),
        array(constant(2)),
      ),
      "arrayMap((x, y) -> (x + y), 1, 2)",
    ],
    [
      {
        node: "WindowFunction",
        name: "lag",
        args: [time],
        over: { node: "WindowExpr", partitionBy: [], orderBy: [] },
      },
      "lagInFrame(toNullable(events.timestamp)) OVER ( ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
    ],
    [{ node: "TypeCast", expr: prop, type: "Int" }, `accurateCastOrNull(${P}, 'Int64')`],
    [{ node: "TypeCast", expr: prop, type: "bool" }, `accurateCastOrNull(${P}, 'Bool')`],
    [arithmetic(prop, "*", constant(2)), "(accurateCastOrNull(events.p_browser, 'Float64') * 2)"],
    [constant(-1), "-1"],
    [constant(1.5), "1.5"],
    [constant(Number.NaN), "nan"],
    [constant(null), "NULL"],
  ])("%j", (expr, expected) => {
    expect(printed(expr)).toBe(expected);
  });

  it("keeps whole numbers that a double can't hold", () => {
    expect(printed(constant(2n ** 63n))).toBe("9223372036854775808");
  });

  it.each<[Expr, string]>([
    [call("dateDiff", text("eon"), time, time), "'dateDiff' needs a unit as its first argument"],
    [call("date_part", text("eon"), time), "'date_part' needs one of"],
    [call("toDate"), "Function 'toDate' expects 1 to 2 arguments, found 0."],
    [parametric("sum", [constant(1)], constant(1)), "Function 'sum' expects 0 parameters, found 1."],
    [{ node: "Call", name: "lower", args: [constant("a")], distinct: true }, "DISTINCT works in aggregates"],
    [
      { node: "Call", name: "lower", args: [constant("a")], filter: constant(true) },
      "FILTER works on aggregates",
    ],
    [lambda(["x"], field("x")), "A lambda (x -> …) can only be an argument"],
    [{ node: "WindowFunction", name: "lower", args: [], over: "w" }, "'lower' can't be used with OVER."],
    [{ node: "WindowFunction", name: "rank", args: [], over: "w" }, "Unknown window 'w'."],
    [
      { node: "ColumnsExpr", exclude: [], regex: "nothing_like_it" },
      "COLUMNS('nothing_like_it') matches no column.",
    ],
  ])("%j is refused", (expr, message) => {
    expect(printed(expr)).toContain(`error: ${message}`);
  });
});
