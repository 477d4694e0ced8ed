import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expr, JoinType, Select } from "./ast.ts";
import {
  alias,
  and,
  array,
  call,
  compare,
  constant,
  field,
  from,
  join,
  lambda,
  list,
  or,
  select,
  table,
  unionAll,
} from "./build.ts";
import { compileQuery } from "./compile.ts";
import type { CompileContext } from "./context.ts";
import { PHYSICAL_TABLES } from "./schema/registry.ts";

const TENANT = 4711;
const context: CompileContext = {
  environmentId: TENANT,
  timezone: "Europe/Berlin",
  weekStartDay: 1,
  hasPersonOverrides: true,
  now: 0,
  groupTypes: [{ index: 0, name: "company" }],
};

/** The text split at parentheses: each level's own text, with what is in parentheses left out. */
function levels(sql: string): string[] {
  const done: string[] = [];
  const open: string[] = [""];
  let quote = "";
  for (let index = 0; index < sql.length; index++) {
    const char = sql[index] as string;
    if (quote !== "") {
      if (char === "\\") index++;
      else if (char === quote) quote = "";
      open[open.length - 1] += char === quote || quote === "" ? "" : "x";
    } else if (char === "`" || char === "'") quote = char;
    else if (char === "(") open.push("");
    else if (char === ")") done.push(open.pop() ?? "");
    else open[open.length - 1] += char;
  }
  return [...done, ...open];
}

/** Scans of warehouse tables without the tenant's filter as first condition of their own level. */
function unfiltered(sql: string, params: Readonly<Record<string, { value: unknown }>>): string[] {
  const names = [...PHYSICAL_TABLES].join("|");
  const scan = new RegExp(`(?:FROM|JOIN) +(${names})\\b(?: AS (\\w+))?`, "g");
  return levels(sql).flatMap((level) =>
    [...level.matchAll(scan)].flatMap(([text, name, as]) => {
      const filter = new RegExp(
        `WHERE (?:[^ ]+ AND )*?${as ?? name}\\.environment_id = \\{(p\\d+):UInt32\\}(?: AND | GROUP | HAVING| QUALIFY| ORDER| LIMIT|$)`,
      );
      const bound = filter.exec(level)?.[1];
      return bound !== undefined && params[bound]?.value === TENANT ? [] : [`${text} in: ${level}`];
    }),
  );
}

const FIELDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  events: [
    ["event"],
    ["timestamp"],
    ["properties", "$browser"],
    ["properties", "x", "y"],
    ["person", "properties", "email"],
    ["person_id"],
    ["group_0", "properties", "name"],
    ["company", "created_at"],
    ["session", "$session_duration"],
    ["pdi", "person", "properties", "x"],
  ],
  persons: [["id"], ["properties", "email"], ["created_at"], ["pdi", "distinct_id"]],
  groups: [["key"], ["properties", "name"]],
  sessions: [["session_id"], ["$entry_pathname"], ["person", "properties", "email"]],
  person_distinct_ids: [["distinct_id"], ["person", "properties", "email"], ["person_id"]],
  person_distinct_id_overrides: [["person_id"], ["person", "id"]],
};
/** Aliases that try to pass for something else. */
const NAMES = [
  "events",
  "persons",
  "e",
  "environment_id",
  "{p0:UInt32}",
  "x` FROM events --",
  "a b",
  "groups",
];
const JOINS: readonly JoinType[] = [
  "INNER JOIN",
  "LEFT JOIN",
  "RIGHT JOIN",
  "FULL JOIN",
  "CROSS JOIN",
  "ANY LEFT JOIN",
];

interface Source {
  readonly name: string;
  readonly fields: readonly (readonly string[])[];
}
/** An expression over whatever the select's FROM offers. */
type Over = (sources: readonly Source[]) => Expr;

const leaf: fc.Arbitrary<Over> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat()).map(
    ([at, which]): Over =>
      (sources) => {
        const source = sources[at % sources.length] as Source;
        return field(source.name, ...(source.fields[which % source.fields.length] ?? []));
      },
  ),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)).map(
    (value): Over =>
      () =>
        constant(value),
  ),
);

function exprOf(depth: number): fc.Arbitrary<Over> {
  if (depth === 0) return leaf;
  const inner = exprOf(depth - 1);
  const text = fc.array(fc.string(), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    leaf,
    fc.tuple(inner, fc.constantFrom("==" as const, "!=" as const, "<" as const), inner).map(
      ([left, op, right]): Over =>
        (sources) =>
          compare(call("toString", left(sources)), op, call("toString", right(sources))),
    ),
    fc.array(inner, { maxLength: 3 }).map(
      (parts): Over =>
        (sources) =>
          and(...parts.map((part) => part(sources))),
    ),
    fc.array(inner, { maxLength: 3 }).map(
      (parts): Over =>
        (sources) =>
          or(...parts.map((part) => part(sources))),
    ),
    fc.tuple(inner, text).map(
      ([left, values]): Over =>
        (sources) =>
          compare(call("toString", left(sources)), "in", list(values)),
    ),
    inner.map(
      (part): Over =>
        (sources) =>
          call("arrayMap", lambda(["item"], part(sources)), array(constant(1))),
    ),
    queryOf(depth - 1).map(
      (query): Over =>
        () =>
          query,
    ),
    fc.tuple(inner, queryOf(depth - 1)).map(
      ([left, query]): Over =>
        (sources) =>
          compare(left(sources), "in", query),
    ),
  );
}

type Item = { readonly source: string } | { readonly source: Select };

function queryOf(depth: number): fc.Arbitrary<Select> {
  const name = fc.constantFrom(...Object.keys(FIELDS)).map((source): Item => ({ source }));
  const item =
    depth === 0
      ? name
      : fc.oneof(
          name,
          queryOf(depth - 1).map((source): Item => ({ source })),
        );
  const expr = exprOf(depth);
  return fc
    .record({
      columns: fc.array(expr, { minLength: 1, maxLength: 3 }),
      aliases: fc.shuffledSubarray(NAMES, { minLength: 5 }),
      items: fc.array(fc.tuple(item, fc.constantFrom(...JOINS), expr), { minLength: 1, maxLength: 3 }),
      where: fc.option(expr, { nil: undefined }),
      cte:
        depth === 0
          ? fc.constant(undefined)
          : fc.option(fc.tuple(fc.constantFrom("x", "recordings"), queryOf(depth - 1)), {
              nil: undefined,
            }),
      union: fc.boolean(),
    })
    .map(({ columns, aliases, items, where, cte, union }): Select => {
      const shadowed = cte?.[0];
      const sources = items.map(
        ([{ source }], index): Source => ({
          name: aliases[index] as string,
          fields: typeof source !== "string" || source === shadowed ? [["c0"]] : (FIELDS[source] ?? []),
        }),
      );
      const froms = items.map(([{ source }, type, on], index) => {
        const name = aliases[index] as string;
        const one = typeof source === "string" ? table(source, name) : from(source, name);
        return index === 0 ? one : join(one, type, on(sources));
      });
      const one = select({
        select: columns.map((column, index) => alias(`c${index}`, column(sources))),
        from: froms,
        ...(where ? { where: where(sources) } : {}),
        ...(cte
          ? {
              ctes: [
                { node: "CTE" as const, name: cte[0], value: { kind: "subquery" as const, query: cte[1] } },
              ],
            }
          : {}),
      });
      return union ? unionAll(one, one) : one;
    });
}

describe("tenant filter", () => {
  it("is on every scan of every query that compiles", () => {
    let compiled = 0;
    fc.assert(
      fc.property(queryOf(3), (random) => {
        const result = compileQuery(random, context);
        if (!result.ok) return;
        compiled++;
        expect(unfiltered(result.value.sql, result.value.params)).toEqual([]);
      }),
      { numRuns: 250, seed: 1 },
    );
    expect(compiled).toBeGreaterThan(100);
  });

  it.each([
    ["SELECT 1 FROM events AS e", 1],
    ["SELECT 1 FROM events AS e WHERE (e.environment_id = {p0:UInt32})", 1],
    ["SELECT 1 FROM events AS e WHERE e.environment_id = {p0:UInt32} OR 1", 1],
    ["SELECT 1 FROM events AS e WHERE e.environment_id = {p1:UInt32}", 1],
    ["SELECT 1 FROM events AS e WHERE e.environment_id = {p0:UInt32} LIMIT 1", 0],
    ["SELECT 1 FROM (SELECT 1 FROM persons) AS x", 1],
    ["SELECT 1 FROM (SELECT 1 FROM persons WHERE persons.environment_id = {p0:UInt32} GROUP BY 1) AS x", 0],
  ])("the check itself: %s", (sql, count) => {
    expect(unfiltered(sql, { p0: { value: TENANT }, p1: { value: 1 } })).toHaveLength(count);
  });

  it.each([0, -1, 1.5, Number.NaN, 5_000_000_000])("refuses %s as a tenant", (environmentId) => {
    expect(() => compileQuery(select({ select: [constant(1)] }), { ...context, environmentId })).toThrow(
      "not a tenant",
    );
  });
});
