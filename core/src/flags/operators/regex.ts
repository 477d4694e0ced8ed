import { RE2JS } from "re2js";
import type { JsonValue } from "../../events/types.ts";
import { invert, NO, UNKNOWN, type Verdict, verdict, YES } from "../verdict.ts";
import type { Matcher, Operator } from "./operator.ts";
import { stringForm } from "./values.ts";

/** Longest pattern that is run, in characters; a longer one is undecided. */
export const MAX_PATTERN = 2_000;
/** Longest text that is searched, in characters; a longer one is undecided. */
export const MAX_TEXT = 16_384;

/** Look-around, atomic groups, back-references: not regular, so no engine runs them in linear time. */
const NOT_REGULAR = /\(\?(?:=|!|<=|<!|>)|\\[1-9]|\\k</;
/** No metacharacter: plain substring search is the same and needs no engine. */
const LITERAL = /^[^\\^$.|?*+()[\]{}]*$/;

type Search = (text: string) => Verdict;

/** Null: the pattern is invalid. Patterns that RE2 cannot take (not regular, too large) are undecided. */
function compilePattern(pattern: string): Search | null {
  if (pattern.length > MAX_PATTERN) return () => UNKNOWN;
  if (LITERAL.test(pattern)) return (text) => verdict(text.includes(pattern));
  try {
    const regex = RE2JS.compile(pattern);
    return (text) => (text.length > MAX_TEXT ? UNKNOWN : verdict(regex.test(text)));
  } catch {
    return NOT_REGULAR.test(pattern) ? () => UNKNOWN : null;
  }
}

/** Whether a filter with this pattern is worth keeping: it runs, or is left undecided. */
export const isPattern = (pattern: string): boolean => compilePattern(pattern) !== null;

/** The pattern is compiled at its first use. Invalid ones never match, neither `regex` nor `not_regex`. */
function compileRegex(filterValue: JsonValue | undefined, inverted: boolean): Matcher {
  if (filterValue === undefined || filterValue === null) return () => NO;
  const pattern = stringForm(filterValue);
  let search: Search | null | undefined;
  return (value) => {
    if (search === undefined) search = compilePattern(pattern);
    if (search === null) return NO;
    const found = search(typeof value === "string" ? value : stringForm(value));
    return inverted ? invert(found) : found;
  };
}

export const regex: Operator = { absent: NO, compile: (filterValue) => compileRegex(filterValue, false) };
export const notRegex: Operator = { absent: YES, compile: (filterValue) => compileRegex(filterValue, true) };
