import type { JsonObject } from "../../events/types.ts";
import type { Calendar } from "../date-range/calendar.ts";
import { bucketDays, bucketLabels } from "../date-range/labels.ts";
import { nodeAction } from "../nodes/action.ts";
import { samplingFactor, scaledCount } from "../nodes/sampling.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { EngineRows } from "../query-kind.ts";
import { entityName } from "../trends/item.ts";
import { type CompiledLifecycle, STATUSES } from "./compile.ts";
import type { LifecycleQuery } from "./schema.ts";

/** Four result items of API.md 2.11; those who went quiet count negative. */
export function shapeLifecycle(
  query: LifecycleQuery,
  { period }: CompiledLifecycle,
  calendar: Calendar,
  { rows }: EngineRows,
): JsonObject {
  const node = query.series[0] as EntityNode;
  const factor = samplingFactor(query);
  const data = STATUSES.map(() => period.buckets.starts.map(() => 0));
  for (const [bucket, status, actors] of rows) {
    const sign = STATUSES[Number(status)] === "dormant" ? -1 : 1;
    const values = data[Number(status)];
    if (values) values[Number(bucket) - 1] = sign * scaledCount(Number(actors), factor);
  }
  const results = STATUSES.map((status, index): JsonObject => {
    const values = data[index] ?? [];
    return {
      status,
      label: `${entityName(node)} - ${status}`,
      data: values,
      count: values.reduce((total, value) => total + value, 0),
      days: bucketDays(period.buckets, calendar),
      labels: bucketLabels(period.buckets, period.range, calendar),
      action: { ...nodeAction(node, 0), math: "total" },
    };
  });
  return { results };
}
