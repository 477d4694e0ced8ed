/** The warehouse's own process: engine, migrations, HTTP. Started by `start-warehouse.ts`; ends with its parent. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "../../warehouse/migrations/migrate.ts";
import { exitWithParent, report, reportFailure } from "../process/child.ts";
import { configXml } from "./engine/config-xml.ts";
import { Engine, type EngineOptions } from "./engine/engine.ts";
import { DEFAULT_LIMITS } from "./engine/settings.ts";
import { serve } from "./http/server.ts";
import { TokenStore } from "./tinybird/token-store.ts";

const GIB = 1024 ** 3;
const LOCK_WAIT_MS = 15_000;
const LOCK_POLL_MS = 200;

/** Passed as JSON in the first argument; the key in the environment, where other users can't read it. */
export interface WarehouseProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly database: string;
}

async function main(options: WarehouseProcessOptions, key: string): Promise<void> {
  const { dataDir, database } = options;
  const uploads = join(dataDir, "uploads");
  rmSync(uploads, { recursive: true, force: true });
  mkdirSync(uploads, { recursive: true });
  const configFile = join(dataDir, "config.xml");
  writeFileSync(configFile, configXml({ maxServerMemoryBytes: Math.floor(totalmem() * 0.6) }));
  // The engine reads a config.xml of its working directory too.
  process.chdir(uploads);

  const memory = Math.min(4 * GIB, Math.max(GIB / 2, Math.floor(totalmem() / 5)));
  const limits = { ...DEFAULT_LIMITS, maxMemoryBytes: memory };
  const engine = await openEngine({ path: join(dataDir, "engine"), configFile, limits });
  await migrate(
    {
      execute: async (sql) => void (await engine.control(sql)),
      firstColumn: async (sql) => (await engine.control(sql)).split("\n").filter((line) => line !== ""),
    },
    { database },
  );
  const services = {
    engine,
    database,
    key,
    tokens: new TokenStore(join(dataDir, "tokens.json"), key),
    uploads,
  };
  const { server, port } = await serve(services, options.port);
  exitWithParent(() => {
    server.close();
    server.closeAllConnections();
    engine.close();
  });
  report({ ready: { port } });
}

/** Opens the engine; waits for its lock where an earlier process is still on its way out. */
async function openEngine(options: EngineOptions): Promise<Engine> {
  for (let waited = 0; ; waited += LOCK_POLL_MS) {
    try {
      return new Engine(options);
    } catch (error) {
      if (!/another server instance|lock/i.test(String(error))) throw error;
      if (waited >= LOCK_WAIT_MS) {
        throw new Error(`"${options.path}" is in use by another process: stop it first (${String(error)})`);
      }
      await sleep(LOCK_POLL_MS);
    }
  }
}

const given = JSON.parse(process.argv[2] ?? "{}") as WarehouseProcessOptions;
main(given, process.env.EDGEWISE_WAREHOUSE_KEY ?? "").catch(reportFailure);
