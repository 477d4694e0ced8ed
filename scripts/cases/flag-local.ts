import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import { flagValue } from "@edgewise/core/flags/result.ts";
import type { FlagDefinition } from "@edgewise/core/flags/types.ts";
import { type CaseResult, casesOf, sameJson } from "./case.ts";
import { compileCase } from "./flag-source.ts";

interface Outcome {
  readonly outcome: "value" | "inconclusive";
  readonly value?: boolean | string;
}

interface Case extends Outcome {
  readonly id: string;
  readonly flag: FlagDefinition;
  readonly all_flags?: readonly FlagDefinition[];
  readonly cohorts?: Record<string, JsonObject>;
  readonly group_type_mapping?: Record<string, string>;
  readonly property_matching_version?: number;
  readonly distinct_id: string;
  readonly device_id?: string;
  readonly groups?: Record<string, JsonValue>;
  readonly person_properties?: JsonObject;
  readonly group_properties?: Record<string, JsonObject>;
  readonly now?: string;
  readonly posthog_node_5_70?: Outcome;
}

/** SDK-side evaluation: a value, or inconclusive. Where SDKs disagree, either answer is right. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  for (const one of casesOf<Case>(file, fileName)) {
    const got = evaluateLocally(one);
    const recorded = outcome(one);
    const node = one.posthog_node_5_70 && outcome(one.posthog_node_5_70);
    const expected = !sameJson(got, recorded) && node && sameJson(got, node) ? node : recorded;
    yield { id: one.id, pass: sameJson(got, expected), got, expected };
  }
}

function outcome({ outcome, value }: Outcome): Outcome {
  return outcome === "value" ? { outcome, value } : { outcome };
}

function evaluateLocally(one: Case): Outcome {
  const others = (one.all_flags ?? []).filter(({ key }) => key !== one.flag.key);
  const compiled = compileCase({ ...one, flags: [one.flag, ...others] }, { dialect: "local" });
  const deviceId = one.device_id ?? one.person_properties?.$device_id;
  const request = {
    distinctId: one.distinct_id,
    deviceId: typeof deviceId === "string" ? deviceId : null,
    groups: one.groups,
    personProperties: one.person_properties ?? {},
    groupProperties: one.group_properties,
  };
  const now = one.now === undefined ? Date.now() : Date.parse(one.now);
  const [answer] = evaluate(compiled, request, { now, only: [0] });
  return answer!.failed ? { outcome: "inconclusive" } : { outcome: "value", value: flagValue(answer!) };
}
