import type { JsonValue } from "../../events/types.ts";
import { NO, UNKNOWN, type Verdict, verdict } from "../verdict.ts";
import type { Matcher, Operator, OperatorOptions } from "./operator.ts";
import { compareCores, compareSemver, parseSemver, parseSemverLocal, type Semver } from "./parse-semver.ts";
import { stringForm } from "./values.ts";

type Core = readonly [number, number, number];

/** What a version must satisfy; null when the filter's value is no version. */
type Requirement = (
  text: string,
  parse: (text: string) => Semver | null,
) => ((version: Semver) => boolean) | null;

function ordered(test: (order: number) => boolean): Requirement {
  return (text, parse) => {
    const wanted = parse(text);
    return wanted && ((version) => test(compareSemver(version, wanted)));
  };
}

/** `[lower, upper)`; a pre-release only matches a range that names a pre-release of the same version. */
function inRange(lower: Semver, upper: Core): (version: Semver) => boolean {
  return (version) => {
    if (version.pre.length > 0 && (lower.pre.length === 0 || compareCores(version.core, lower.core) !== 0))
      return false;
    return compareSemver(version, lower) >= 0 && compareCores(version.core, upper) < 0;
  };
}

function ranged(upper: (core: Core) => Core): Requirement {
  return (text, parse) => {
    const lower = parse(text);
    return lower && inRange({ ...lower, build: "" }, upper(lower.core));
  };
}

const caretUpper = ([major, minor, patch]: Core): Core =>
  major > 0 ? [major + 1, 0, 0] : minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];

/** `1.*`, `1.2.*`, `1.*.*`, and `*` on the server. */
const wildcard: Requirement = (text, parse) => {
  const parts = text.trim().replace(/^[vV]/, "").split(".");
  const fixed = parts.indexOf("*");
  const numbers = fixed < 0 ? parts : parts.slice(0, fixed);
  if (parts.length > 3 || (fixed >= 0 && parts.slice(fixed).some((part) => part !== "*"))) return null;
  if (numbers.length === 0) return parse === parseSemver ? (version) => version.pre.length === 0 : null;
  const lower = parse(numbers.join("."));
  if (lower === null) return null;
  const [major, minor] = lower.core;
  return inRange(lower, numbers.length === 1 ? [major + 1, 0, 0] : [major, minor + 1, 0]);
};

function semverOperator(requirement: Requirement): Operator {
  return {
    absent: NO,
    compile: (filterValue: JsonValue | undefined, options: OperatorOptions): Matcher => {
      const isLocal = options.dialect === "local";
      const parse = isLocal ? parseSemverLocal : parseSemver;
      const undecided: Verdict = isLocal ? UNKNOWN : NO;
      const matches = filterValue === undefined ? null : requirement(stringForm(filterValue), parse);
      return (value) => {
        if (value === null) return NO;
        const version = matches === null ? null : parse(stringForm(value));
        return matches === null || version === null ? undecided : verdict(matches(version));
      };
    },
  };
}

export const semverEq = semverOperator(ordered((order) => order === 0));
export const semverNeq = semverOperator(ordered((order) => order !== 0));
export const semverGt = semverOperator(ordered((order) => order > 0));
export const semverGte = semverOperator(ordered((order) => order >= 0));
export const semverLt = semverOperator(ordered((order) => order < 0));
export const semverLte = semverOperator(ordered((order) => order <= 0));
export const semverTilde = semverOperator(ranged(([major, minor]) => [major, minor + 1, 0]));
export const semverCaret = semverOperator(ranged(caretUpper));
export const semverWildcard = semverOperator(wildcard);
