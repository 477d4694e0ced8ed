import type { Expr } from "../ast.ts";
import { and, array, call, compare, constant, field, lambda } from "../build.ts";
import { FilterProblem } from "./error.ts";

type Version = readonly [number, number, number];

/** Comparison of a version in text with a wanted one: pre-release and build are ignored, missing parts are 0. */
export function semverExpr(text: Expr, op: string, wanted: string): Expr {
  const { version, parts } = parse(wanted, op === "wildcard");
  const [major, minor, patch] = version;
  const within = (high: Version): Expr => and(bound(text, ">=", version), bound(text, "<", high));
  switch (op) {
    case "eq":
      return bound(text, "==", version);
    case "gt":
      return bound(text, ">", version);
    case "gte":
      return bound(text, ">=", version);
    case "lt":
      return bound(text, "<", version);
    case "lte":
      return bound(text, "<=", version);
    case "tilde":
      return within(parts === 1 ? [major + 1, 0, 0] : [major, minor + 1, 0]);
    case "caret":
      return within(major > 0 ? [major + 1, 0, 0] : minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1]);
    default:
      return within(
        parts === 1 ? [major + 1, 0, 0] : parts === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1],
      );
  }
}

const VERSION = /^[vV=\s]*(\d{1,9})(?:\.(\d{1,9}|[*xX]))?(?:\.(\d{1,9}|[*xX]))?(?:[-+].*)?$/;

function parse(text: string, wildcard: boolean): { version: Version; parts: number } {
  const match = VERSION.exec(text.trim());
  if (!match) throw new FilterProblem("invalid_filter", `"${text}" is not a version: write e.g. "1.2.3".`);
  const numbers = match.slice(1, 4).filter((part) => part !== undefined && /^\d+$/.test(part));
  const starred = match.slice(1, 4).some((part) => part !== undefined && /^[*xX]$/.test(part));
  if (starred && !wildcard)
    throw new FilterProblem("invalid_filter", `"${text}" has a wildcard: use semver_wildcard.`);
  const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
  return { version: [major, minor, patch], parts: numbers.length };
}

/** Arrays of numbers compare part by part; text that is no version compares as false. */
function bound(text: Expr, op: "==" | ">" | ">=" | "<" | "<=", version: Version): Expr {
  const digits = call("extract", text, constant("^[vV=\\s]*(\\d{1,9}(?:\\.\\d{1,9}){0,2})"));
  const parts = call("splitByChar", constant("."), call("assumeNotNull", digits));
  const numbers = call("arrayMap", lambda(["part"], call("toIntOrZero", field("part"))), parts);
  const padded = call("arrayResize", numbers, constant(3), constant(0));
  const isVersion = compare(text, "=~", constant("^[vV=\\s]*\\d"));
  return and(isVersion, call(FUNCTIONS[op], padded, array(...version.map(constant))));
}

const FUNCTIONS = {
  "==": "equals",
  ">": "greater",
  ">=": "greaterOrEquals",
  "<": "less",
  "<=": "lessOrEquals",
} as const;
