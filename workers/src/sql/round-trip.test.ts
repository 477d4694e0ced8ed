import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { parserForTests } from "../../test/sql-parser.ts";

let parser: QueryParser;
beforeAll(async () => {
  parser = await parserForTests();
});

/** A tree without the positions of its text. */
function bare(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => (key === "span" ? [] : [[key, bare(child)]])),
  );
}

function tree(text: string): unknown {
  const parsed = parser.parseSelect(text);
  if (!parsed.ok) throw new Error(`${parsed.error.message}: ${text}`);
  return bare(parsed.value);
}

describe("printed text parses to the same tree", () => {
  it.each([
    "select 1, 'a\\'b', null, true, 1.5, -3, 0x1F, 18446744073709551615, inf, 'line\\nbreak', 'back\\\\slash'",
    "select event as e, properties.$browser, properties['a b'], properties.a.b[1], t.1 from events as t",
    'select `a b`, "c d".e, `select`, `x``y` from events',
    "select distinct event from events final",
    "select count(), count(distinct a), sum(x) filter (where y > 1), quantile(0.9)(z), f(g(h()))",
    "select a + b * c - d / e % f, (a + b) * c, -a",
    "select a = 1 and b != 2 or not c < 3 and (d or e)",
    "select a in (1, 2), a not in (select 1), a in [1], a like 'x', a not ilike 'y', a =~ 'r', a !~* 'r'",
    "select a is null, a is not null, a between 1 and 2, a not between 1 and 2",
    "select [1, 2], (1, 2), tuple(1), {'k': 1}, arrayMap((x, y) -> x + y, a, b), arrayFilter(x -> x > 1, a)",
    "select case when a then 1 else 2 end, a ? b : c, a ?? b, cast(a as int), a::float, interval 3 day, f'x{a}y'",
    "select row_number() over (partition by a order by b desc), sum(x) over w, lag(x, 1) over (order by y rows between 1 preceding and current row) from e window w as (order by z)",
    "select 1 from a as x inner join b as y on x.k = y.k left join c using (k, l) cross join d",
    "select 1 from a any left join b on 1 = 1 full outer join c on c.x = a.x right join d using k",
    "select 1 from (select 2 as two) as s, numbers(10) as n",
    "select x from (values (1, 'a'), (2, 'b')) as v(x, y)",
    "select a from e left array join x as y where y = 1",
    "select a from e array join x as y, z as w",
    "select a from e prewhere b where c group by d having f qualify g order by h desc nulls last, i limit 5 offset 2",
    "select a from e group by all",
    "select a from e group by rollup(a, b)",
    "select a from e group by cube(a)",
    "select a from e order by a with fill from 1 to 10 step 2",
    "select a from e limit 3 by b limit 7",
    "select a from e limit 3 offset 1 by b",
    "select a from e limit 5 with ties",
    "with a as (select 1 as x), 5 as five select x + five from a",
    "select 1 union all select 2 union distinct select 3",
    "(select 1 intersect select 2) except select 3",
    "select (select max(x) from t), exists(select 1)",
    "with recursive t as (select 1 as n union all select n + 1 from t where n < 5) select n from t",
    "with recursive t(a, b) as (select 1, 2 union all select a + 1, b from t where a < 5), u(x) as (select 1) select a, x from t, u",
    "select distinct on (e.a, f(b)) e.c as d, g from e order by d desc",
    "select a, count() from e group by a with totals",
    "select a, 1 b, count() from e group by 1, b with /* all of it */ rollup order by 1",
    "select x from (select a x, count() from e group by a with cube) where 'with totals' != x",
    "with totals as (select 1 as x) select x from totals",
    "select * from (select day, b, n from e) pivot (sum(n) for b in ('x', 'y' as z))",
    "select * from (select day, b, n from e) pivot (sum(n), count() as c for b in ('x') day in (1, 2) group by day) as p",
    "select * from (select a, b, c from e) unpivot (v for k in (a, b as 'B'))",
    "select * from (select a, b from e) as x unpivot include nulls (v for k in (a, b)) as u",
    "select * from e",
    "select e.* from e",
    "select * exclude (a, b) from e",
    "select columns('^a') from e",
    "select a from events sample 0.1",
    "select {x}, {filters}, {variables.y}",
  ])("%s", (text) => {
    const first = parser.parseSelect(text);
    if (!first.ok) throw new Error(first.error.message);
    expect(tree(printHogQL(first.value))).toEqual(bare(first.value));
    expect(tree(printHogQL(first.value, { pretty: true }))).toEqual(bare(first.value));
  });
});

describe("refused by the grammar or the reader, with a position", () => {
  it.each([
    ["select * replace (1 as a) from e", /REPLACE|viable|mismatched|extraneous/],
    ["from e select 1", /./],
    ["select a from e settings x = 1", /SETTINGS is not supported/],
    ["select distinct on (a)b, c from e", /DISTINCT ON .* needs a blank/],
    ["select distinct on (a) b from e limit 2 by b", /together with LIMIT/],
    ["select * from x pivot (sum(a) for b in ('x'))", /PIVOT needs a source with known columns/],
    ["select * from (select a, b from x) pivot (sum(a) for b in (c))", /takes constants/],
    ["select * from (select a, b from x) pivot (a + 1 for b in (1))", /takes aggregates/],
    ["select * from x unpivot (v for k in (a, b))", /UNPIVOT needs a source with known columns/],
    ["select * from (select k, a from x) unpivot (v for k in (a))", /has a column "k" already/],
    ["select a from e group by rollup(a) with totals", /needs a plain GROUP BY/],
    ["select count() from e with totals", /needs a plain GROUP BY/],
    ["select a from e group by a with rollup with totals", /one of them/],
    ["select a from e limit 1 + 1", /LIMIT takes a whole number/],
    ["select a from e limit -1", /LIMIT takes a whole number/],
    ["select a from e array join x", /must have an alias/],
    ["select a from e sample 2", /between 0 and 1/],
    ["select a::Nullable(String)", /not supported/],
    ["select 1 union all by name select 2", /not supported/i],
    ["select a from {t}", /./],
    ["select {f(x)}", /placeholder/],
    ["", /./],
    ["select", /./],
    ["select 'unclosed", /./],
    ["select '\\ud800'", /./],
    ["select 1 -- \u0000", /./],
  ])("%s", (text, message) => {
    const parsed = parser.parseSelect(text);
    if (parsed.ok) return expect(text).toMatch(/ud800|u0000|\u0000/);
    expect(parsed.error.message).toMatch(message);
  });

  it.each([
    ["select a from events\norder", 26],
    ["select count( from events", 25],
  ])("%j says where", (text, least) => {
    const parsed = parser.parseSelect(text);
    expect(!parsed.ok && parsed.error.span && parsed.error.span.end >= least).toBeTruthy();
  });

  it("goes on after text that breaks the parser", async () => {
    for (const text of [
      `select ${"(".repeat(5000)}1`,
      `select ${"-".repeat(100_000)}1`,
      `select ${"not ".repeat(50_000)}1`,
      "x".repeat(300_000),
    ]) {
      expect(parser.parseSelect(text).ok).toBe(false);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(parser.parseSelect("select 1").ok).toBe(true);
  });
});
