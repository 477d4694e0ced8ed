import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateFormula, evaluateSeries } from "./evaluate.ts";
import { parseFormula } from "./parse.ts";

function value(text: string, values: number[] = [2, 3, 4]): number {
  const formula = parseFormula(text, values.length);
  if (!formula.ok) throw new Error(formula.error.message);
  return evaluateFormula(formula.value, values);
}

describe("formula", () => {
  it.each([
    ["A", 2],
    ["a + b", 5],
    ["A+2*B", 8],
    ["(A+2)*B", 12],
    ["A-B-C", -5],
    ["C/A/B", 2 / 3],
    ["2^3^2", 512],
    ["-A^2", -4],
    ["(-A)^2", 4],
    ["2^-1", 0.5],
    ["A--B", 5],
    ["+A", 2],
    ["1.5e2 + .5", 150.5],
    ["A**B", 8],
    ["A / (B - 3)", 0],
    ["A / (B - 3) + C", 4],
    ["(0-8)^0.5", 0],
    ["10^400", 0],
    ["((((A))))", 2],
  ])("%s = %d", (text, expected) => expect(value(text)).toBeCloseTo(expected, 12));

  it.each([
    ["A +", "ends where"],
    ["", "ends where"],
    ["D", "no series D"],
    ["A B", '"B" at position 3'],
    ["(A", '")" is missing'],
    ["A)", '")" at position 2'],
    ["A $ B", '"$"'],
    ["AB", '"A"'],
    ["* A", '"*" at position 1'],
    [`${"(".repeat(200)}A${")".repeat(200)}`, "nested too deeply"],
  ])("refuses %j", (text, message) => {
    const result = parseFormula(text, 3, "query__trendsFilter__formula");
    expect(result).toMatchObject({ ok: false, error: { attr: "query__trendsFilter__formula" } });
    expect(result.ok ? "" : result.error.message).toContain(message);
  });

  it("reads missing buckets as zero", () => {
    const formula = parseFormula("A+2*B", 2);
    if (!formula.ok) throw new Error(formula.error.message);
    expect(evaluateSeries(formula.value, [[1, 2, 3], [1]], 3)).toEqual([3, 2, 3]);
  });

  it("agrees with JavaScript on any tree of sums, differences and products", () => {
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("A", "B", "C", "7"),
        fc
          .tuple(tie("node"), fc.constantFrom("+", "-", "*"), tie("node"))
          .map(([l, op, r]) => `(${l} ${op} ${r})`),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (text) => {
        const js = text.replaceAll("A", "2").replaceAll("B", "3").replaceAll("C", "4");
        expect(value(text)).toBe(new Function(`return ${js}`)() as number);
      }),
    );
  });
});
