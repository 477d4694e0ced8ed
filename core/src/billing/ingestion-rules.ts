import { partitionOf } from "../events/partition.ts";
import type { JsonObject } from "../events/types.ts";

/** What the edge leaves out of an environment's events; '' = any. */
export interface IngestionRule {
  readonly event: string;
  readonly sdk: string;
  readonly sdkVersion: string;
  /** People of a hundred whose events are kept; 0 = nobody's. */
  readonly keepPercent: number;
}

/** False = the event is left out. */
export type KeepEvent = (event: string, properties: JsonObject, distinctId: string) => boolean;

/** Rules as one question, null when there are none. The first rule that names an event decides about it. */
export function keepByRules(environmentId: number, rules: readonly IngestionRule[]): KeepEvent | null {
  if (rules.length === 0) return null;
  return (event, properties, distinctId) => {
    const rule = rules.find(
      (one) =>
        (one.event === "" || one.event === event) &&
        (one.sdk === "" || one.sdk === properties.$lib) &&
        (one.sdkVersion === "" || one.sdkVersion === properties.$lib_version),
    );
    // By person, so that journeys stay whole; apart from the hashes of partitions and of samples over a limit.
    return !rule || partitionOf(environmentId, `rule ${distinctId}`, 100) < rule.keepPercent;
  };
}
