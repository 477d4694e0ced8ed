import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configXml } from "@edgewise/db/local/warehouse/engine/config-xml.ts";
import { Engine } from "@edgewise/db/local/warehouse/engine/engine.ts";
import { migrate } from "@edgewise/db/warehouse/migrations/migrate.ts";

const DATABASE = "edgewise";

/** chdb in this process with the product's tables, and nothing in front of it. */
export interface StraightEngine {
  /** Inserts NDJSON bodies one after the other; answers the seconds it took. */
  insert(bodies: readonly Buffer[]): Promise<number>;
  close(): void;
}

export async function openStraight(directory: string): Promise<StraightEngine> {
  mkdirSync(directory, { recursive: true });
  const configFile = join(directory, "config.xml");
  writeFileSync(configFile, configXml({ maxServerMemoryBytes: 8 * 1024 ** 3 }));
  const engine = new Engine({ path: join(directory, "engine"), configFile });
  await migrate(
    {
      execute: async (sql) => void (await engine.control(sql)),
      firstColumn: async (sql) => (await engine.control(sql)).split("\n").filter((line) => line !== ""),
    },
    { database: DATABASE },
  );
  return {
    async insert(bodies) {
      const start = performance.now();
      for (const rows of bodies) {
        await engine.insert({ database: DATABASE }, { table: "events", format: "JSONEachRow", rows });
      }
      return (performance.now() - start) / 1000;
    },
    close: () => engine.close(),
  };
}
