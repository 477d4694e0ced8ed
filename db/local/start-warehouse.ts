import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { secretOf } from "./process/secret.ts";
import { spawnEngine } from "./process/spawn.ts";
import type { WarehouseProcessOptions } from "./warehouse/main.ts";

export interface WarehouseOptions {
  /** Folder of this engine alone; made when missing. */
  readonly dataDir: string;
  /** 0 (the default) picks a free one. */
  readonly port?: number;
  /** Regions with a database of their own, `edgewise_<region>`, in the one engine. */
  readonly regions?: readonly string[];
  /** How far the engine steps back when processors are short, 0 (the default) to 19. */
  readonly niceness?: number;
}

export interface RunningWarehouse {
  /** Base of both faces: ClickHouse's HTTP interface at `/`, Tinybird's API under `/v0/`. */
  readonly url: string;
  /** Password of ClickHouse's user `default`, and Tinybird's admin token. Kept in the data folder. */
  readonly key: string;
  readonly database: string;
  readonly pid: number;
  /** Resolves when the process has ended, also when it crashed. */
  readonly exited: Promise<void>;
  close(): Promise<void>;
}

const DATABASE = "edgewise";

/** The database of a region of one machine. */
export const databaseOfRegion = (region: string): string => `${DATABASE}_${region}`;

/** Starts ClickHouse (chdb) in a process of its own and migrates its tables. Throws EngineStartError. */
export async function startWarehouse({
  dataDir,
  regions = [],
  port = 0,
  niceness = 0,
}: WarehouseOptions): Promise<RunningWarehouse> {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true });
  const key = secretOf(join(folder, "key"));
  const child = await spawnEngine({
    name: "warehouse",
    script: join(import.meta.dirname, "warehouse", "main.ts"),
    options: {
      dataDir: folder,
      port,
      database: DATABASE,
      regions,
      niceness,
    } satisfies WarehouseProcessOptions,
    cacheDir: join(folder, "node-cache"),
    // Every running statement occupies a thread of libuv's pool.
    env: { EDGEWISE_WAREHOUSE_KEY: key, UV_THREADPOOL_SIZE: "12", MALLOC_ARENA_MAX: "2" },
    nodeFlags: ["--max-old-space-size=512", "--max-semi-space-size=4"],
  });
  const url = `http://127.0.0.1:${child.port}`;
  return { url, key, database: DATABASE, pid: child.pid, exited: child.exited, close: child.close };
}
