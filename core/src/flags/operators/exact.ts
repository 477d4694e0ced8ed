import type { JsonValue } from "../../events/types.ts";
import { invert, NO, verdict, YES } from "../verdict.ts";
import type { Matcher, Operator, OperatorOptions } from "./operator.ts";
import { stringForm } from "./values.ts";

/** true, "False", ["true"]: filters that compare truth, not text. An empty array counts too. */
function isBooleanLike(value: JsonValue): boolean {
  if (typeof value === "boolean") return true;
  if (typeof value === "string") return /^(?:true|false)$/i.test(value);
  return Array.isArray(value) && value.every(isBooleanLike);
}

function isTrue(value: JsonValue): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.length === 4 && value.toLowerCase() === "true";
  return Array.isArray(value) && value.every(isTrue);
}

function truthMatcher(filterValue: JsonValue): Matcher {
  const wanted = isTrue(filterValue);
  return (value) => verdict(isTrue(value) === wanted);
}

function textMatcher(filterValue: JsonValue, numbersNeverMatch: boolean): Matcher {
  const wanted = Array.isArray(filterValue) ? filterValue : [filterValue];
  const texts = wanted.map((item) => stringForm(item).toLowerCase());
  const set = new Set(texts);
  const only = texts.length === 1 ? texts[0]! : null;
  return (value) => {
    if (numbersNeverMatch && typeof value === "number") return NO;
    const text = typeof value === "string" ? value : stringForm(value);
    if (only !== null) return verdict(text === only || text.toLowerCase() === only);
    return set.has(text) ? YES : verdict(set.has(text.toLowerCase()));
  };
}

function compileExact(filterValue: JsonValue | undefined, options: OperatorOptions): Matcher {
  if (filterValue === undefined || (filterValue === null && options.dialect === "server")) return () => NO;
  const booleanLike = isBooleanLike(filterValue);
  const empty = Array.isArray(filterValue) && filterValue.length === 0;
  if (booleanLike && (options.propertyMatchingVersion !== 2 || empty)) return truthMatcher(filterValue);
  return textMatcher(filterValue, booleanLike);
}

export const exact: Operator = { absent: NO, compile: compileExact };

export const isNot: Operator = {
  absent: YES,
  compile: (filterValue, options) => {
    if (filterValue === undefined || (filterValue === null && options.dialect === "server")) return () => NO;
    const match = compileExact(filterValue, options);
    return (value, now) => invert(match(value, now));
  },
};
