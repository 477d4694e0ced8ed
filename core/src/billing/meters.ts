import { laneOf } from "../events/lanes.ts";
import type { Lane } from "../events/types.ts";
import type { ProductKey } from "./products.ts";

/**
 * What became of units that arrived. Only `billable` ones cost anything; all are shown.
 * `free`: events of other products' making. `over_limit`: counted, and kept aside, while over a limit.
 */
export const USAGE_CLASSES = [
  "billable",
  "free",
  "bot",
  "test",
  "duplicate",
  "rejected",
  "quarantined",
  "over_limit",
  "dropped",
] as const;
export type UsageClass = (typeof USAGE_CLASSES)[number];

/** One cell of the meter. Keys: environment, UTC day of arrival, product, event name, SDK, class. */
export interface MeterRow {
  readonly environmentId: number;
  readonly day: string;
  readonly product: ProductKey;
  /** '' where the product has no events, and for names beyond what a day keeps apart. */
  readonly event: string;
  readonly sdk: string;
  readonly class: UsageClass;
  readonly units: number;
}

/** Events that another product's use makes; nobody pays twice for it. */
const FREE_EVENTS: ReadonlySet<string> = new Set([
  "$feature_flag_called",
  "survey shown",
  "survey dismissed",
  "$$heatmap",
]);

const OF_LANE: Readonly<Record<Lane, ProductKey>> = {
  events: "events",
  heatmaps: "events",
  exceptions: "exceptions",
  ai: "ai",
  recordings: "recordings",
};

/** The product that a lane's limit belongs to. */
export function productOfLane(lane: Lane): ProductKey {
  return OF_LANE[lane];
}

/** Whose unit a stored event is, and whether it may cost anything. */
export function meterOf(event: string): { readonly product: ProductKey; readonly free: boolean } {
  if (event === "survey sent") return { product: "surveys", free: false };
  return { product: OF_LANE[laneOf(event)], free: FREE_EVENTS.has(event) };
}

/** Sums of rows under a key of the caller's choice. */
export function sumBy(
  rows: readonly Pick<MeterRow, "units">[] | readonly MeterRow[],
  key: (row: MeterRow) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows as readonly MeterRow[]) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.units);
  return sums;
}
