import { readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { meterOf } from "@edgewise/core/billing/meters.ts";
import { partitionOf } from "@edgewise/core/events/partition.ts";
import type { RowSpan } from "@edgewise/core/events/row-buffer.ts";
import type { PartitionEvent } from "@edgewise/core/events/types.ts";
import { SAMPLE_ONE_IN } from "@edgewise/core/insights/weights.ts";
import type { PartitionLimits } from "./limits.ts";

/** Apart from the hash that chooses partitions, so that every partition samples alike. */
const SALT = "sample ";

/** Whether an event comes over a limit, else it takes its place within it: bots and what is free anyway do not. */
export function isOverLimit(
  limits: PartitionLimits,
  environmentId: number,
  { meter, bot }: PartitionEvent,
): boolean {
  if (bot) return false;
  const { product, event } = readMeterKey(meter);
  if (meterOf(event).free) return false;
  return limits.over(environmentId)?.has(product) === true || !limits.take(environmentId, product);
}

/** Whether a person belongs to the sample: always the same answer, so that journeys stay whole, also through a sign-up. */
export function isSampled(environmentId: number, personId: string): boolean {
  return partitionOf(environmentId, SALT + personId, SAMPLE_ONE_IN) === 0;
}

/** A row without its closing brace that says how many it stands for, as text. */
export function weighed(row: string | RowSpan): string {
  const text =
    typeof row === "string" ? row : new TextDecoder().decode(row.bytes.subarray(row.from, row.to)).trimEnd();
  return `${text},"sample_weight":${SAMPLE_ONE_IN}`;
}
