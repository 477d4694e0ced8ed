import { FUNCTIONS } from "@edgewise/core/sql/functions/lookup.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

let bed: SqlBed;
beforeAll(async () => {
  bed = await startSqlBed();
});
afterAll(() => bed?.close());

/** Printed by the compiler as something else, or understood by the engine's parser and combinators. */
const OURS = new Set(
  "date_part exists dateAdd date_add dateSub date_sub sumMap minMap maxMap countResample".split(" "),
);

it("allows only functions that the engine has, or that are printed as others", async () => {
  const known = await bed.warehouse.query({
    sql: "SELECT name, alias_to FROM system.functions",
    params: {},
  });
  if (!known.ok) throw new Error(known.error.message);
  const names = new Set(known.value.rows.map(([name]) => String(name)));
  const lower = new Set([...names].map((name) => name.toLowerCase()));
  const missing = [...FUNCTIONS.values()]
    .filter(({ name, template }) => template === undefined && !OURS.has(name))
    .map(({ name }) => name)
    .filter((name) => !names.has(name) && !lower.has(name));
  expect(missing).toEqual([]);
});

it("prints templates of functions that the engine has", async () => {
  const called = [...FUNCTIONS.values()].flatMap(({ template }) =>
    [...(template ?? "").matchAll(/(\w+)\(/g)].map(([, name]) => name),
  );
  const known = await bed.warehouse.query({ sql: "SELECT name FROM system.functions", params: {} });
  if (!known.ok) throw new Error(known.error.message);
  const names = new Set(known.value.rows.map(([name]) => String(name)));
  expect([...new Set(called)].filter((name) => name !== undefined && !names.has(name))).toEqual([]);
});
