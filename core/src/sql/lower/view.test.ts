import { describe, expect, it } from "vitest";
import type { Select } from "../ast.ts";
import { alias, call, compare, constant, cte, field, join, select, table } from "../build.ts";
import { compileQuery } from "../compile.ts";
import type { CompileContext } from "../context.ts";

const star = (name: string): Select => select({ select: [field("*")], from: name });
const VIEWS: Readonly<Record<string, Select>> = {
  daily: select({
    select: [field("day"), alias("n", call("count"))],
    from: "events",
    groupBy: [field("day")],
  }),
  busy: select({ select: [field("day")], from: "daily", where: compare(field("n"), ">", constant(5)) }),
  circle: star("square"),
  square: star("circle"),
  itself: star("itself"),
  wrong: select({ select: [field("nothing")], from: "events" }),
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => {
      const [left, right] = index === 0 ? ["events", "persons"] : [`bomb_${index - 1}`, `bomb_${index - 1}`];
      const both = [table(String(left), "a"), join(table(String(right), "b"), "CROSS JOIN")];
      return [`bomb_${index}`, select({ select: [constant(1)], from: both })];
    }),
  ),
};

const context: CompileContext = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: 0,
  views: (name) => {
    if (name === "broken") return { ok: false, error: { code: "syntax", message: "Unexpected end." } };
    const value = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
    return value && { ok: true, value };
  },
};
const compiled = (query: Select) => compileQuery(query, context);

describe("views", () => {
  it.each<[string, Select, readonly string[]]>([
    ["a view", star("daily"), ["day", "n"]],
    ["a view of a view", star("busy"), ["day"]],
    ["a view under another name", select({ select: [field("d", "n")], from: [table("daily", "d")] }), ["n"]],
    [
      "a view in a set",
      select({
        select: [field("event")],
        from: "events",
        where: compare(field("day"), "in", select({ select: [field("day")], from: "busy" })),
      }),
      ["event"],
    ],
  ])("%s reads its tables under the tenant", (_, query, columns) => {
    const result = compiled(query);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.columns.map(({ name }) => name)).toEqual(columns);
    const scans = result.value.sql.match(/\b(?:FROM|JOIN) events\b/g) ?? [];
    const filters = result.value.sql.match(/environment_id = \{p\d+:UInt32\}/g) ?? [];
    expect(scans.length).toBeGreaterThan(0);
    expect(filters.length).toBe(scans.length);
    expect(result.value.tables).toEqual(["events"]);
  });

  it("sees nothing of the query around it", () => {
    const hidden = cte("events", select({ select: [alias("day", constant("never"))] }));
    const result = compiled(select({ ctes: [hidden], select: [field("n")], from: "daily" }));
    expect(result.ok && result.value.tables).toEqual(["events"]);
  });

  it("gives way to names of the query itself", () => {
    const own = cte("daily", select({ select: [alias("mine", constant(1))] }));
    const result = compiled(select({ ctes: [own], select: [field("mine")], from: "daily" }));
    expect(result.ok && result.value.tables).toEqual([]);
  });

  it.each<[string, Select, RegExp]>([
    [
      "reads another that reads it",
      star("circle"),
      /View `square`.*itself|View `circle` reads itself: circle → square → circle/,
    ],
    ["reads itself", star("itself"), /View `itself` reads itself: itself → itself/],
    ["is no SQL", star("broken"), /View `broken`: Unexpected end/],
    ["names what isn't there", star("wrong"), /View `wrong`: Unable to resolve field: nothing/],
    ["grows without bound", star("bomb_11"), /more than 100 views/],
    ["does not exist", star("nobody"), /Unknown table `nobody`/],
    [
      "is sampled",
      select({
        select: [field("*")],
        from: [{ ...table("daily"), sample: { node: "SampleExpr", ratio: 0.1 } }],
      }),
      /SAMPLE works on events only/,
    ],
  ])("a view that %s is refused", (_, query, message) => {
    const result = compiled(query);
    expect(result.ok ? "" : result.error.message).toMatch(message);
  });
});
