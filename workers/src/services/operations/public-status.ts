import type { Deps } from "../../deps.ts";
import { checkHealth, type Health } from "../health/check.ts";
import { everyRegion } from "../regions/in-region.ts";
import { lagSeconds } from "./event-metrics.ts";

export interface PublicStatus {
  readonly status: Health["status"];
  /** ISO 8601. */
  readonly checked_at: string;
  /** `ok` or `down`, by part: what is wrong in words is for those who run it. */
  readonly parts: Readonly<Record<string, "ok" | "down">>;
  readonly events: {
    /** Rows that are durable and wait for the warehouse. */
    readonly waiting: number;
    /** How far behind charts are, seconds; null while that can't be told. */
    readonly lag_seconds: number | null;
  };
}

/** What anyone may know of how the product is. */
export async function publicStatus(deps: Deps): Promise<PublicStatus> {
  const [{ status, parts }, partitions] = await Promise.all([
    checkHealth(deps),
    Promise.all(everyRegion(deps).map(({ partitions }) => partitions.stats()))
      .then((stats) => stats.flat())
      .catch(() => null),
  ]);
  return {
    status,
    checked_at: deps.now().toISOString(),
    parts: Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, part === "ok" ? "ok" : "down"]),
    ),
    events: {
      waiting: (partitions ?? []).reduce((sum, { backlogRows }) => sum + backlogRows, 0),
      lag_seconds: partitions && Math.max(0, ...partitions.map(lagSeconds)),
    },
  };
}
