import type { CompiledFlag } from "./compile.ts";
import { matchFilters } from "./condition.ts";
import { rolloutHash } from "./hash/bucket.ts";
import type { FlagResult } from "./result.ts";
import { PERSON, type Run } from "./run.ts";
import { YES } from "./verdict.ts";

/** The person's own choice (or the legacy super condition) when there is one: it decides, on or off. */
export function early(flag: CompiledFlag, run: Run): FlagResult | null {
  if (flag.enrollment !== null) return byEnrollment(flag, run, flag.enrollment);
  return flag.superCondition === null ? null : bySuperCondition(flag, run);
}

function byEnrollment(flag: CompiledFlag, run: Run, property: string): FlagResult | null {
  const value = run.bags[PERSON]?.[property];
  if (value === undefined) return null;
  return value === true || value === "true" ? flag.outcomes.enrolled : flag.outcomes.notEnrolled;
}

function bySuperCondition(flag: CompiledFlag, run: Run): FlagResult | null {
  const condition = flag.superCondition!;
  if (!condition.filters.some((filter) => filter.read(run) !== undefined)) return null;
  const isMatch =
    matchFilters(condition, run) === YES &&
    (condition.rollout === 100 || rolloutHash(flag.prefix, run.distinct) <= condition.rollout / 100);
  return isMatch ? flag.outcomes.enrolled : flag.outcomes.notEnrolled;
}
