import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import { flagValue } from "@edgewise/core/flags/result.ts";
import { type CaseResult, casesOf, result } from "./case.ts";
import { type CaseDefinitions, compileCase } from "./flag-source.ts";

interface Case {
  readonly id: string;
  readonly definitions: CaseDefinitions;
  readonly context: {
    readonly distinct_id: string;
    readonly device_id?: string;
    readonly $device_id?: string;
    readonly anon_distinct_id?: string;
    readonly $anon_distinct_id?: string;
    readonly person_properties?: JsonObject;
    readonly groups?: Record<string, JsonValue>;
    readonly group_properties?: Record<string, JsonObject>;
  };
  readonly now?: string;
  readonly expected: Readonly<Record<string, Record<string, unknown>>>;
}

/** The authoritative `/flags` outcome of each flag a case names. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  for (const { id, definitions, context, expected, now } of casesOf<Case>(file, fileName)) {
    const compiled = compileCase(definitions, {});
    const request = {
      distinctId: context.distinct_id,
      deviceId: context.device_id ?? context.$device_id ?? null,
      anonDistinctId: context.anon_distinct_id ?? context.$anon_distinct_id ?? null,
      personProperties: context.person_properties,
      groups: context.groups,
      groupProperties: context.group_properties,
    };
    const only = compiled.flags.map(({ index }) => index);
    const answers = evaluate(compiled, request, { now: now ? Date.parse(now) : Date.now(), only });
    const got: Record<string, unknown> = {};
    for (const [key, wanted] of Object.entries(expected)) {
      const answer = answers.find((one) => one.key === key);
      if (answer === undefined) continue;
      const { code, condition_index } = answer.reason;
      const shown: Record<string, unknown> = {
        ...answer,
        value: flagValue(answer),
        reason: { code, condition_index },
        local_evaluation: wanted.local_evaluation,
      };
      got[key] = Object.fromEntries(Object.keys(wanted).map((field) => [field, shown[field] ?? null]));
    }
    yield result(id, got, expected);
  }
}
