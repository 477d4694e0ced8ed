import type { Formula } from "./parse.ts";

/** The formula's value for one bucket; `values[i]` is series i there. Division by zero, overflow and NaN give 0. */
export function evaluateFormula(formula: Formula, values: readonly number[]): number {
  switch (formula.kind) {
    case "number":
      return formula.value;
    case "series":
      return values[formula.index] ?? 0;
    case "negate":
      return 0 - evaluateFormula(formula.operand, values);
    case "binary":
      return finite(
        apply(
          formula.operator,
          evaluateFormula(formula.left, values),
          evaluateFormula(formula.right, values),
        ),
      );
  }
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? 0 : left / right;
    default:
      return left ** right;
  }
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** The formula over whole series, bucket by bucket; shorter series count as 0 where they end. */
export function evaluateSeries(
  formula: Formula,
  series: readonly (readonly number[])[],
  length: number,
): number[] {
  return Array.from({ length }, (_, bucket) =>
    evaluateFormula(
      formula,
      series.map((data) => data[bucket] ?? 0),
    ),
  );
}
