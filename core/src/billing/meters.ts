import { laneOf } from "../events/lanes.ts";
import type { Lane } from "../events/types.ts";
import type { ProductKey } from "./products.ts";

/** Name under which polls for local evaluation are counted. */
export const LOCAL_EVALUATION = "$local_evaluation";

/** Events that another product's use makes, and polls: nobody pays for them. */
const FREE_EVENTS: ReadonlySet<string> = new Set([
  "$feature_flag_called",
  "survey shown",
  "survey dismissed",
  "$$heatmap",
  LOCAL_EVALUATION,
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
