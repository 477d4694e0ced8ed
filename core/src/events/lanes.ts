import type { Lane } from "./types.ts";

/** Events with an accounting and a limit of their own; everything else is lane `events`. */
const LANES: ReadonlyMap<string, Lane> = new Map<string, Lane>([
  ["$exception", "exceptions"],
  ["$$heatmap", "heatmaps"],
  ["$ai_generation", "ai"],
  ["$ai_trace", "ai"],
  ["$ai_span", "ai"],
  ["$ai_embedding", "ai"],
  ["$ai_feedback", "ai"],
  ["$ai_metric", "ai"],
  ["$snapshot", "recordings"],
]);

export function laneOf(event: string): Lane {
  return event.charCodeAt(0) === 0x24 ? (LANES.get(event) ?? "events") : "events";
}

/** Keys SDKs know in `quota_limited` (WIRE.md 1.3). */
export const QUOTA_KEYS: Readonly<Record<Lane, string>> = {
  events: "events",
  exceptions: "exceptionEvent",
  ai: "llm_events",
  heatmaps: "heatmaps",
  recordings: "recordings",
};
