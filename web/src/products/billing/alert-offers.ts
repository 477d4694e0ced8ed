import { ruleText } from "./rule-text.ts";
import type { NewRule } from "./rules-api.ts";
import type { BillingAlert } from "./types.ts";

/** A rule that somebody can put in force at one press. */
export interface Offer {
  readonly label: string;
  readonly environmentId: number;
  readonly rule: NewRule;
}

const SAMPLE_PERCENT = 10;

/** What can be done about a spike: sample or drop what its senders send. */
export function offersOf({ kind, detail }: Pick<BillingAlert, "kind" | "detail">): Offer[] {
  const environmentId = Number(detail.environment_id);
  if (kind !== "spike" || !Number.isInteger(environmentId) || !Array.isArray(detail.senders)) return [];
  return (detail.senders as readonly unknown[]).flatMap((sender) => {
    if (typeof sender !== "object" || sender === null) return [];
    const { event, sdk, sdkVersion } = sender as Readonly<Record<string, unknown>>;
    if (typeof event !== "string" || typeof sdk !== "string" || typeof sdkVersion !== "string") return [];
    return [SAMPLE_PERCENT, 0].map((keep_percent) => {
      const rule = { event, sdk, sdk_version: sdk === "" ? "" : sdkVersion, keep_percent };
      return { label: ruleText(rule), environmentId, rule };
    });
  });
}
