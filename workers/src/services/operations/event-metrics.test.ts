import { expect, test } from "vitest";
import { openMetrics } from "../../http/open-metrics.ts";
import type { PartitionStats } from "../../partition/stats.ts";
import { eventMetrics, lagSeconds } from "./event-metrics.ts";

const stats = (more: Partial<PartitionStats> = {}): PartitionStats => ({
  backlogRows: 0,
  backlogBytes: 0,
  mail: 0,
  flushFailures: 0,
  lastFailure: null,
  lastSuccess: null,
  quarantined: 0,
  databaseBytes: 4096,
  totals: { received: 10, stored: 6, duplicate: 2, quarantined: 1, over_limit: 0, bot: 3 },
  now: 10_000,
  ...more,
});

test.each<[string, Partial<PartitionStats>, number]>([
  ["nothing waits", { lastSuccess: 1000 }, 0],
  ["rows wait", { backlogRows: 2, lastSuccess: 7500 }, 2.5],
  ["none was ever stored", { backlogRows: 2 }, 0],
  ["a clock that went back", { backlogRows: 2, lastSuccess: 11_000 }, 0],
])("lag when %s", (_, more, seconds) => {
  expect(lagSeconds(stats(more))).toBe(seconds);
});

test("every received event has an outcome", () => {
  const text = openMetrics(eventMetrics([stats(), stats({ backlogRows: 7 })]));
  expect(text).toContain('edgewise_events_total{partition="0",result="received"} 10\n');
  expect(text).toContain('edgewise_events_total{partition="0",result="rejected"} 1\n');
  expect(text).toContain('edgewise_backlog_rows{partition="1"} 7\n');
});
