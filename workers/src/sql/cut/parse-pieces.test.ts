import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  exprFromParser,
  exprFromTree,
  selectFromParser,
  selectFromTree,
} from "@edgewise/core/sql/from-parser.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { grammarForTests } from "../../../test/sql-parser.ts";
import { type ParserInstance, parsePieces } from "./parse-pieces.ts";

let grammar: ParserInstance;
beforeAll(async () => {
  grammar = await grammarForTests();
});

/** The grammar with a record of what it was given. */
function counted(): { parser: ParserInstance; texts: string[] } {
  const texts: string[] = [];
  const note = (text: string): string => {
    texts.push(text);
    return text;
  };
  return {
    texts,
    parser: {
      parseSelect: (text) => grammar.parseSelect(note(text)),
      parseExpr: (text) => grammar.parseExpr(note(text)),
    },
  };
}

function cutExpr(text: string, parser = grammar): ReturnType<typeof exprFromTree> {
  const tree = parsePieces(parser, text, "expr");
  return tree.ok ? exprFromTree(tree.value, text) : tree;
}

function cutSelect(text: string): ReturnType<typeof selectFromTree> {
  const tree = parsePieces(grammar, text, "select");
  return tree.ok ? selectFromTree(tree.value, text) : tree;
}

const nested = (depth: number, open: string, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);

describe("pieces give the tree of the whole, with its positions", () => {
  it.each([
    "f(g(h(i(j(x)))))",
    "round(avg(toFloat(nullIf(ifNull(trim(lower(x)), ''), 'a'))), 2)",
    "f(g(1, h(i(j(x), 2), y) + 1, k(l(m(z)))), n(o(p(q(1)))))",
    "f(g(h(distinct i(j(x)))))",
    "f(g(cast(h(i(x)) as Array(Nullable(FixedString(8))))))",
    "f(g(h(i(j(x)))::Int + try_cast(k(l(x)) as Array(Nullable(FixedString(8))))))",
    "f(g(trim(both ' ' from h(i(j(k(x)))))))",
    "f(g(h(x -> i(j(x)), y)))",
    "f(g(h(a(b(c)), x, y -> i(j(x)), z)))",
    "f(g(h((x, y) -> i(j(x)), z)))",
    "f(g(h(x, y -> i(j(k(x))), z)))",
    "f(g(h(i(j(x)) as y)))",
    "f(g(h(i(j(x) order by k(l(m(n(x))))))))",
    "f(g(h((select i(j(k(l(x)))) from t), 1)))",
    "f(g(h(count(*), interval i(j(x)) day, interval 7 day)))",
    "f(g(h({x}, i(j({y})))))",
    "f(g(h(f'a{i(j(k(x)))}b')))",
    "quantile(0.9)(f(1)(g(h(i(x)))))",
    "not (not (not (not (a and b(c(d))))))",
    "f(g(not (h(i(j(x))) and k(l(x))) and y))",
    "f(g(if(h(i(x)) > 1 ? j(k(x)) : 2, [l(m(x))], (n(o(x)), 1))))",
    "f(g(h(i(j(x)) over (partition by k(l(m(n(x))))))))",
    "f(g(h(x in (i(j(x)), 2), y between k(l(1)) and 2)))",
    "f(g(h({'a': i(j(k(x)))})))",
    "f(g(h(i(\"a)(b\", `c))d`, 'e)''(\\'f', j(k(x))))))",
    "f( g( /* ( */ h( i(j(x)) -- )\n , 1 // (\n)))",
    "f(g('😀', h(i(j('😀😀')), k), '😀'), l)",
    "f(g(h(i(18446744073709551615))))",
    "f(g(h(i(j(x)),)))",
  ])("%s", (text) => {
    expect(cutExpr(text)).toEqual(exprFromParser(grammar.parseExpr(text), text));
  });

  it("of random expressions", () => {
    const { expr } = fc.letrec<{ expr: string; leaf: string }>((tie) => ({
      leaf: fc.constantFrom("x", "1", "'a'", "a.b", "null", "{p}", "'😀'", "-1", "`a(`", "t.1"),
      expr: fc.oneof(
        { maxDepth: 4, depthSize: "max" },
        tie("leaf"),
        fc
          .tuple(fc.constantFrom("f", "if", "not", "left", "date"), tie("expr"), tie("expr"))
          .map(([f, a, b]) => `${f}(${a}, ${b})`),
        tie("expr").map((a) => `lower( ${a} )`),
        fc
          .tuple(tie("expr"), fc.constantFrom("+", "and", "=", "??", "||", "or", "*"), tie("expr"))
          .map((all) => all.join(" ")),
        tie("expr").map((a) => `arrayMap(x -> ${a}, y)`),
        tie("expr").map((a) => `cast(${a} as Nullable(Array(Int)))`),
        tie("expr").map((a) => `not (${a})`),
        tie("expr").map((a) => `case when ${a} then 1 end`),
        tie("expr").map((a) => `(${a})`),
        tie("expr").map((a) => `[${a}, 1]`),
        tie("expr").map((a) => `count(distinct ${a})`),
        tie("expr").map((a) => `(select ${a} from t)`),
      ),
    }));
    fc.assert(
      fc.property(expr, (text) => {
        expect(cutExpr(text)).toEqual(exprFromParser(grammar.parseExpr(text), text));
      }),
      { numRuns: 60 },
    );
  });

  it.each(["kinds", "execute", "hostile", "round-trip"])("of the queries in %s.test.ts", async (name) => {
    const source = await readFile(join(import.meta.dirname, `../${name}.test.ts`), "utf8");
    const texts = [...source.matchAll(/"((?:\(?select|with)\b(?:[^"\\\n]|\\.)*)"/g)]
      .map((match) =>
        (match[1] ?? "").replace(/\\(.)/g, (_all, char: string) => (char === "n" ? "\n" : char)),
      )
      .filter((text) => text.length < 2000 && !/\((?:[^()]*\(){5}/.test(text));
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) {
      const whole = selectFromParser(grammar.parseSelect(text), text);
      const cut = cutSelect(text);
      // What is refused is refused either way; the parser's words depend on what it read before.
      if (whole.ok || cut.ok) expect(cut, text).toEqual(whole);
      else expect(cut.error.code, text).toBe(whole.error.code);
    }
  });
});

describe("deep queries", () => {
  it.each([8, 12, 20, 40])("are read %i deep, every character once", (depth) => {
    const text = nested(depth, "f(1 + ", "x", ", 2)");
    const { parser, texts } = counted();
    let result = cutExpr(text, parser);
    expect(texts.length).toBeLessThanOrEqual(depth / 2 + 1);
    expect(texts.join("").length).toBeLessThanOrEqual(text.length + 2 * texts.length);
    for (let level = 0; level < depth; level++) {
      if (!result.ok || result.value.node !== "Call") throw new Error(`level ${level} is no call`);
      const [sum] = result.value.args;
      if (sum?.node !== "ArithmeticOperation") throw new Error(`level ${level} has no sum`);
      expect(result.value.span).toEqual({ start: level * 6, end: text.length - level * 4 });
      result = { ok: true, value: sum.right };
    }
    expect(result).toMatchObject({ ok: true, value: { node: "Field", chain: ["x"] } });
  });

  it("gives the grammar a SELECT in brackets, where it has one reading", () => {
    const { parser, texts } = counted();
    expect(parsePieces(parser, " select f(x) -- c\n;", "select").ok).toBe(true);
    expect(texts).toEqual(["( select f(x) -- c\n\n)"]);
  });

  it.each([
    ["select 1) union all (select 2", "syntax", /./],
    [`select ${nested(6, "f(", "x", ")")})`, "too_complex", /nested too deeply/],
    [`select ${nested(13, "f(x order by ", "x", ")")}`, "too_complex", /nested too deeply/],
    [nested(14, "(select ", "1", ")"), "too_complex", /12 subqueries/],
    [`select ${"f(x), ".repeat(601)}1`, "too_complex", /more than 600 calls/],
    [`select ${"f(g(h(i(x)))), ".repeat(201)}1`, "too_complex", /calls/],
    ["select f(g(h(i(j(x y)))))", "syntax", /./],
  ] as const)("refuses %s", (text, code, message) => {
    const result = cutSelect(text);
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
  });

  it("says where a piece is wrong", () => {
    const text = "f(g(h(i(j(x y)))))";
    const result = cutExpr(text);
    expect(result.ok || result.error.span?.start).toBeGreaterThanOrEqual(text.indexOf("h("));
  });
});
