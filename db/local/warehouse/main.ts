/** The warehouse's own process: engine, migrations, HTTP. Started by `start-warehouse.ts`; ends with its parent. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { getPriority, setPriority, totalmem } from "node:os";
import { join } from "node:path";
import { migrate } from "../../warehouse/migrations/migrate.ts";
import { exitWithParent, report, reportFailure } from "../process/child.ts";
import { waitForEnd } from "../process/stale.ts";
import { databaseOfRegion } from "../start-warehouse.ts";
import { configXml } from "./engine/config-xml.ts";
import { Engine } from "./engine/engine.ts";
import { repairDeduplication } from "./engine/repair-deduplication.ts";
import { DEFAULT_LIMITS } from "./engine/settings.ts";
import { serve } from "./http/server.ts";
import { TokenStore } from "./tinybird/token-store.ts";

const GIB = 1024 ** 3;
/** How long an earlier process may take to leave the folder. */
const LEAVE_WAIT_MS = 15_000;

/** Passed as JSON in the first argument; the key in the environment, where other users can't read it. */
export interface WarehouseProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly database: string;
  readonly regions: readonly string[];
  readonly niceness: number;
}

async function main(options: WarehouseProcessOptions, key: string): Promise<void> {
  const { dataDir, database, regions, niceness } = options;
  // It holds for one thread and those it starts later: so before the engine starts its own.
  if (niceness > getPriority()) setPriority(niceness);
  const pidFile = join(dataDir, "warehouse.pid");
  await waitForEnd(pidFile, JSON.stringify(dataDir), LEAVE_WAIT_MS);
  writeFileSync(pidFile, String(process.pid));
  const uploads = join(dataDir, "uploads");
  rmSync(uploads, { recursive: true, force: true });
  mkdirSync(uploads, { recursive: true });
  const configFile = join(dataDir, "config.xml");
  writeFileSync(configFile, configXml({ maxServerMemoryBytes: Math.floor(totalmem() * 0.6) }));
  // The engine reads a config.xml of its working directory too.
  process.chdir(uploads);

  const memory = Math.min(4 * GIB, Math.max(GIB / 2, Math.floor(totalmem() / 5)));
  const limits = { ...DEFAULT_LIMITS, maxMemoryBytes: memory };
  const path = join(dataDir, "engine");
  repairDeduplication(path, uploads);
  const engine = new Engine({ path, configFile, limits });
  const control = {
    execute: async (sql: string) => void (await engine.control(sql)),
    firstColumn: async (sql: string) => (await engine.control(sql)).split("\n").filter((line) => line !== ""),
  };
  for (const name of [database, ...regions.map(databaseOfRegion)]) await migrate(control, { database: name });
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

const given = JSON.parse(process.argv[2] ?? "{}") as WarehouseProcessOptions;
main(given, process.env.EDGEWISE_WAREHOUSE_KEY ?? "").catch(reportFailure);
