import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";

export type PartHealth = "ok" | string;

export interface Health {
  readonly status: "ok" | "degraded";
  /** `ok`, or what is wrong, by part. */
  readonly parts: Readonly<Record<"mysql" | "warehouse" | "config" | "partitions", PartHealth>>;
}

const TIMEOUT_MS = 3000;

/** Asks every part of the product whether it works. */
export async function checkHealth(deps: Deps): Promise<Health> {
  const { CONFIG } = deps.env;
  const [mysql, warehouse, config, partitions] = await Promise.all([
    probe(() => deps.db.execute(sql`select 1`)),
    probe(async () => {
      if (!(await deps.warehouse.ping())) throw new Error("does not answer");
    }),
    probe(() => CONFIG.get(CONFIG.idFromName("tokens")).lookupEnvironment(0)),
    probe(() => deps.partitions.stats()),
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
