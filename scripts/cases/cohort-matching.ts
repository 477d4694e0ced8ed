import type { JsonObject } from "@edgewise/core/events/types.ts";
import { compileFilter } from "@edgewise/core/flags/filter.ts";
import { PERSON } from "@edgewise/core/flags/run.ts";
import type { PropertyFilter } from "@edgewise/core/flags/types.ts";
import { NEEDS_SERVER, NO, YES } from "@edgewise/core/flags/verdict.ts";
import { type CaseResult, casesOf, result } from "./case.ts";
import { toCohorts } from "./flag-source.ts";
import { bareRun } from "./run-stub.ts";

interface Case {
  readonly id: string;
  readonly filter: PropertyFilter;
  readonly person_properties: JsonObject;
  readonly cohorts: Record<string, JsonObject>;
  readonly now?: string;
  readonly expected: boolean | "inconclusive" | "requires_server";
}

/** Membership as an SDK decides it: yes, no, a property is missing, or the cohort is not known. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  for (const one of casesOf<Case>(file, fileName)) {
    const scope = {
      options: { dialect: "local", timezone: "UTC", propertyMatchingVersion: 1 } as const,
      cohorts: new Map(toCohorts(one.cohorts).map((cohort) => [String(cohort.id), cohort])),
      environmentId: null,
      flagIndex: () => undefined,
      isBroken: () => false,
      shared: new Map(),
    };
    const now = one.now === undefined ? Date.now() : Date.parse(one.now);
    const filter = { ...one.filter, type: "cohort", key: one.filter.key ?? "id" };
    const answer = compileFilter(filter, PERSON, scope).match(bareRun(one.person_properties, now, "local"));
    const got =
      answer === YES
        ? true
        : answer === NO
          ? false
          : answer === NEEDS_SERVER
            ? "requires_server"
            : "inconclusive";
    yield result(one.id, got, one.expected);
  }
}
