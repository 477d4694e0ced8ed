import type { ChartData } from "../../../charts/types.ts";
import { LIFECYCLES, type Lifecycle } from "../query/types.ts";
import { bucketEnd, bucketLabel } from "./buckets.ts";
import type { TimeOptions } from "./trends.ts";

/** An item of a `LifecycleQuery` answer. */
export interface LifecycleItem {
  readonly status: Lifecycle;
  readonly data: readonly number[];
  readonly days: readonly string[];
  readonly count: number;
}

/** Green for those who are there, amber for those who came back, red for those who went quiet. */
const COLORS: Readonly<Record<Lifecycle, number>> = { new: 2, returning: 0, resurrecting: 4, dormant: 1 };
export const LIFECYCLE_TITLES: Readonly<Record<Lifecycle, string>> = {
  new: "New",
  returning: "Returning",
  resurrecting: "Resurrecting",
  dormant: "Dormant",
};

/** Stacked bars: who is there above zero, who went quiet below. The key of a series is its status. */
export function toLifecycle(
  items: readonly LifecycleItem[],
  shown: readonly Lifecycle[],
  options: TimeOptions,
): ChartData {
  const buckets = items[0]?.days ?? [];
  const last = buckets.at(-1);
  const ordered = LIFECYCLES.flatMap((status) => items.filter((item) => item.status === status));
  return {
    buckets,
    labels: buckets.map((bucket) => bucketLabel(bucket, options.interval)),
    series: ordered
      .filter((item) => shown.includes(item.status))
      .map((item) => ({
        key: item.status,
        label: LIFECYCLE_TITLES[item.status],
        color: COLORS[item.status],
        faint: false,
        values: item.data,
        total: item.count,
      })),
    lastIncomplete: last !== undefined && bucketEnd(last, options) > options.now,
  };
}
