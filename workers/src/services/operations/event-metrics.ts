import type { Metric, Sample } from "../../http/open-metrics.ts";
import type { PartitionStats } from "../../partition/stats.ts";

/** Seconds since the last confirmed insert while rows wait; 0 when none do, or when none was confirmed yet. */
export const lagSeconds = ({ backlogRows, lastSuccess, now }: PartitionStats): number =>
  backlogRows === 0 || lastSuccess === null ? 0 : Math.max(0, now - lastSuccess) / 1000;

/** The path of events as metrics, a sample each partition. Counters begin anew when a partition is loaded anew. */
export function eventMetrics(partitions: readonly PartitionStats[]): Metric[] {
  const gauge = (name: string, help: string, value: (stats: PartitionStats) => number): Metric => ({
    name: `edgewise_${name}`,
    type: "gauge",
    help,
    samples: partitions.map((stats, index) => ({
      value: value(stats),
      labels: { partition: String(index) },
    })),
  });
  return [
    {
      name: "edgewise_events",
      type: "counter",
      help: "Events received, by what became of them; durable are those stored.",
      samples: partitions.flatMap(outcomes),
    },
    gauge("backlog_rows", "Rows that wait for the warehouse.", (stats) => stats.backlogRows),
    gauge("backlog_bytes", "Bytes that wait for the warehouse.", (stats) => stats.backlogBytes),
    gauge("flush_lag_seconds", "Time since the last confirmed insert while rows wait.", lagSeconds),
    gauge("flush_failures", "Failed inserts in a row.", (stats) => stats.flushFailures),
    gauge(
      "quarantined_rows",
      "Rows set aside because the warehouse refused them.",
      (stats) => stats.quarantined,
    ),
    gauge("partition_database_bytes", "Size of the partition's database.", (stats) => stats.databaseBytes),
  ];
}

function outcomes({ totals }: PartitionStats, index: number): Sample[] {
  const { received, stored, duplicate, quarantined, over_limit } = totals;
  const rejected = received - stored - duplicate - quarantined - over_limit;
  const counts = { received, stored, duplicate, rejected, quarantined, over_limit };
  return Object.entries(counts).map(([result, value]) => ({
    value,
    labels: { partition: String(index), result },
  }));
}
