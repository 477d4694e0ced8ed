import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import type { PartitionStats } from "../../partition/stats.ts";
import { everyRegion } from "../regions/in-region.ts";

export type PartHealth = "ok" | string;

export interface Health {
  readonly status: "ok" | "degraded";
  /** `ok`, or what is wrong, by part. */
  readonly parts: Readonly<Record<"mysql" | "warehouse" | "config" | "partitions", PartHealth>>;
}

const TIMEOUT_MS = 3000;
/** Failed flushes in a row that are more than a hiccup: the pause between them is seconds by then. */
const FAILURES = 5;

/**
 * What is wrong when a warehouse that answers takes no rows; '' when it takes them. Says nothing of the reason, which may
 * quote a row: anyone may ask for health.
 */
export function waitingRows(stats: readonly Pick<PartitionStats, "flushFailures" | "backlogRows">[]): string {
  const stuck = stats.filter(({ flushFailures }) => flushFailures >= FAILURES);
  if (stuck.length === 0) return "";
  const rows = stuck.reduce((sum, { backlogRows }) => sum + backlogRows, 0);
  const failures = Math.max(...stuck.map(({ flushFailures }) => flushFailures));
  return `the warehouse took no rows in ${failures} attempts: ${rows} rows wait in ${stuck.length} partition(s)`;
}

/** Asks every part of the product whether it works. */
export async function checkHealth(deps: Deps): Promise<Health> {
  const [mysql, warehouse, config, partitions] = await Promise.all([
    probe(() => deps.db.execute(sql`select 1`)),
    probe(async () => {
      for (const { warehouse, region } of everyRegion(deps))
        if (!(await warehouse.ping()))
          throw new Error(region === "" ? "does not answer" : `${region}: does not answer`);
    }),
    probe(() => deps.tokenDirectory().lookupEnvironment(0)),
    probe(async () => {
      const stats = everyRegion(deps).map(({ partitions }) => partitions.stats());
      const waiting = waitingRows((await Promise.all(stats)).flat());
      if (waiting !== "") throw new Error(waiting);
    }),
  ]);
  const parts = { mysql, warehouse, config, partitions };
  return { status: Object.values(parts).every((part) => part === "ok") ? "ok" : "degraded", parts };
}

async function probe(ask: () => Promise<unknown>): Promise<PartHealth> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
