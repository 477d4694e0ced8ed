import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Dialect } from "@edgewise/core/flags/operators/operator.ts";
import { compilePropertyFilter } from "@edgewise/core/flags/property-filter.ts";
import { PERSON } from "@edgewise/core/flags/run.ts";
import { NO, YES } from "@edgewise/core/flags/verdict.ts";
import { type CaseResult, casesOf, sameJson } from "./case.ts";
import { decodeValue } from "./flag-source.ts";
import { bareRun } from "./run-stub.ts";

interface Case {
  readonly id: string;
  readonly operator: string | null;
  readonly filter_value: unknown;
  readonly property_present: boolean;
  readonly property_value: unknown;
  readonly now?: string;
  readonly expected: boolean | string | null;
  readonly results?: Readonly<Record<string, unknown>>;
}

/** One filter on one property. Where SDKs disagree (`expected` null) the server's rule is the answer. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  for (const one of casesOf<Case>(file, fileName)) {
    const agreed = one.expected !== null;
    const got = match(one, agreed ? "local" : "server");
    const answers = agreed ? [one.expected] : [...Object.values(one.results ?? {}), got];
    yield { id: one.id, pass: answers.some((answer) => sameJson(got, answer)), got, expected: one.expected };
  }
}

function match(one: Case, dialect: Dialect): boolean | "inconclusive" {
  const filter = { key: "property", operator: one.operator, value: decodeValue(one.filter_value) };
  const options = { dialect, timezone: "UTC", propertyMatchingVersion: 1 };
  const properties: Record<string, unknown> = one.property_present
    ? { property: decodeValue(one.property_value) }
    : {};
  const now = one.now === undefined ? Date.now() : Date.parse(one.now);
  const answer = compilePropertyFilter(
    filter,
    PERSON,
    options,
  )(bareRun(properties as JsonObject, now, dialect));
  return answer === YES ? true : answer === NO ? false : "inconclusive";
}
