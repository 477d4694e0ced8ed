import { between, gt, gte, lt, lte, notBetween } from "./compare.ts";
import { isDateAfter, isDateBefore, isDateExact } from "./date.ts";
import { exact, isNot } from "./exact.ts";
import type { Operator } from "./operator.ts";
import { isNotSet, isSet } from "./presence.ts";
import { notRegex, regex } from "./regex.ts";
import {
  semverCaret,
  semverEq,
  semverGt,
  semverGte,
  semverLt,
  semverLte,
  semverNeq,
  semverTilde,
  semverWildcard,
} from "./semver.ts";
import {
  endsWith,
  icontains,
  icontainsMulti,
  notEndsWith,
  notIcontains,
  notIcontainsMulti,
  notStartsWith,
  startsWith,
} from "./text.ts";

/** Operators on property values, as filters name them. */
export const OPERATOR_NAMES = [
  "exact",
  "is_not",
  "is_set",
  "is_not_set",
  "icontains",
  "not_icontains",
  "icontains_multi",
  "not_icontains_multi",
  "starts_with",
  "not_starts_with",
  "ends_with",
  "not_ends_with",
  "regex",
  "not_regex",
  "gt",
  "gte",
  "lt",
  "lte",
  "between",
  "not_between",
  "is_date_exact",
  "is_date_before",
  "is_date_after",
  "semver_eq",
  "semver_neq",
  "semver_gt",
  "semver_gte",
  "semver_lt",
  "semver_lte",
  "semver_tilde",
  "semver_caret",
  "semver_wildcard",
] as const;

export type OperatorName = (typeof OPERATOR_NAMES)[number];

export const OPERATORS: Readonly<Record<OperatorName, Operator>> = {
  exact,
  is_not: isNot,
  is_set: isSet,
  is_not_set: isNotSet,
  icontains,
  not_icontains: notIcontains,
  icontains_multi: icontainsMulti,
  not_icontains_multi: notIcontainsMulti,
  starts_with: startsWith,
  not_starts_with: notStartsWith,
  ends_with: endsWith,
  not_ends_with: notEndsWith,
  regex,
  not_regex: notRegex,
  gt,
  gte,
  lt,
  lte,
  between,
  not_between: notBetween,
  is_date_exact: isDateExact,
  is_date_before: isDateBefore,
  is_date_after: isDateAfter,
  semver_eq: semverEq,
  semver_neq: semverNeq,
  semver_gt: semverGt,
  semver_gte: semverGte,
  semver_lt: semverLt,
  semver_lte: semverLte,
  semver_tilde: semverTilde,
  semver_caret: semverCaret,
  semver_wildcard: semverWildcard,
};

/** The operator a filter names (`exact` when it names none); null for an unknown one. */
export function findOperator(name: string | null | undefined): Operator | null {
  const key = name ?? "exact";
  return Object.hasOwn(OPERATORS, key) ? OPERATORS[key as OperatorName] : null;
}
