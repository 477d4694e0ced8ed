import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configXml } from "@edgewise/db/local/warehouse/engine/config-xml.ts";
import { Engine } from "@edgewise/db/local/warehouse/engine/engine.ts";
import { DEFAULT_LIMITS } from "@edgewise/db/local/warehouse/engine/settings.ts";
import { migrate } from "@edgewise/db/warehouse/migrations/migrate.ts";

/** The database of every engine that {@link openEngine} opens. */
export const DATABASE = "edgewise";

/** What one statement may take: the product's own bound of a query. */
const MEMORY = 4 * 1024 ** 3;

/** chdb in this process with the product's tables, and nothing in front of it. */
export async function openEngine(directory: string): Promise<Engine> {
  mkdirSync(directory, { recursive: true });
  const configFile = join(directory, "config.xml");
  writeFileSync(configFile, configXml({ maxServerMemoryBytes: 8 * 1024 ** 3 }));
  const engine = new Engine({
    path: join(directory, "engine"),
    configFile,
    limits: { ...DEFAULT_LIMITS, maxMemoryBytes: MEMORY, maxExecutionSeconds: 3600 },
  });
  await migrate(
    {
      execute: async (sql) => void (await engine.control(sql)),
      firstColumn: async (sql) => (await engine.control(sql)).split("\n").filter((line) => line !== ""),
    },
    { database: DATABASE },
  );
  return engine;
}
