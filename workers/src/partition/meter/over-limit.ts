import { readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { meterOf } from "@edgewise/core/billing/meters.ts";
import { partitionOf } from "@edgewise/core/events/partition.ts";
import type { RowSpan } from "@edgewise/core/events/row-buffer.ts";
import type { PartitionEvent } from "@edgewise/core/events/types.ts";

/** Of the people whose events come over a limit, one in so many is kept whole. */
export const SAMPLE_ONE_IN = 10;
/** Apart from the hash that chooses partitions, so that every partition samples alike. */
const SALT = "sample ";

/** Whether an event counts against a limit that is reached: bots and what is free anyway do not. */
export function isOverLimit(over: ReadonlySet<string>, { meter, bot }: PartitionEvent): boolean {
  if (bot) return false;
  const { product, event } = readMeterKey(meter);
  return over.has(product) && !meterOf(event).free;
}

/** Whether a person belongs to the sample: always the same answer, so that journeys stay whole. */
export function isSampled(environmentId: number, distinctId: string): boolean {
  return partitionOf(environmentId, SALT + distinctId, SAMPLE_ONE_IN) === 0;
}

/** A row without its closing brace that says how many it stands for, as text. */
export function weighed(row: string | RowSpan): string {
  const text =
    typeof row === "string" ? row : new TextDecoder().decode(row.bytes.subarray(row.from, row.to)).trimEnd();
  return `${text},"sample_weight":${SAMPLE_ONE_IN}`;
}
