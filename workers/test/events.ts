import { randomUUID } from "node:crypto";
import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { distinctKey } from "@edgewise/core/events/identity.ts";
import { clickhouseTime } from "@edgewise/core/events/row.ts";
import type { AppendBatch, PartitionEvent } from "@edgewise/core/events/types.ts";

export const TEST_TIME = Date.UTC(2026, 10, 20, 12);

type EventOptions = Partial<PartitionEvent> & { readonly environmentId?: number; readonly event?: string };

/** An event as the edge hands it over. */
export function testEvent(distinctId: string, options: EventOptions = {}): PartitionEvent {
  const { environmentId = 1, event = "test", ...rest } = options;
  const uuid = options.uuid ?? randomUUID();
  const timestamp = options.timestamp ?? TEST_TIME;
  const time = clickhouseTime(timestamp);
  const row = JSON.stringify({
    environment_id: environmentId,
    uuid,
    event,
    timestamp: time,
    day: time.slice(0, 10),
    hour: `${time.slice(0, 13)}:00:00`,
    received_at: time,
    distinct_id: distinctId,
    distinct_key: distinctKey(environmentId, distinctId),
    lane: options.lane ?? "events",
    bot: options.bot ? 1 : 0,
    properties: "{}",
  });
  return {
    uuid,
    distinctId,
    timestamp,
    lane: "events",
    bot: false,
    meter: meterKey("test", event),
    personProfile: true,
    row: row.slice(0, -1),
    ...rest,
  };
}

export function testBatch(events: readonly PartitionEvent[], rest: Partial<AppendBatch> = {}): AppendBatch {
  return { environmentId: 1, receivedAt: TEST_TIME, events, rejections: [], warnings: [], ...rest };
}
