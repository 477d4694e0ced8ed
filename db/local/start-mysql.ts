import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { secretOf } from "./process/secret.ts";
import { spawnEngine } from "./process/spawn.ts";

export interface MysqlOptions {
  /** Folder of this engine alone; made when missing. */
  readonly dataDir: string;
  /** 0 (the default) picks a free one. */
  readonly port?: number;
  /** Idle time after which an open transaction is rolled back; 20 s as on PlanetScale. */
  readonly transactionTimeoutMs?: number;
}

export interface RunningMysql {
  /** PlanetScale's HTTP protocol. The credentials are in it, as `@planetscale/database` takes them from its `url`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly pid: number;
  /** Resolves when the process has ended, also when it crashed. */
  readonly exited: Promise<void>;
  close(): Promise<void>;
}

const DATABASE = "edgewise";
const USERNAME = "edgewise";

/** Starts MariaDB behind PlanetScale's HTTP protocol. Throws EngineStartError, also when MariaDB is not installed. */
export async function startMysql({
  dataDir,
  port = 0,
  transactionTimeoutMs,
}: MysqlOptions): Promise<RunningMysql> {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const password = secretOf(join(folder, "password"));
  const child = await spawnEngine({
    name: "database",
    script: fileURLToPath(new URL("./mysql/main.ts", import.meta.url)),
    options: { dataDir: folder, port, database: DATABASE, username: USERNAME, transactionTimeoutMs },
    env: { EDGEWISE_MYSQL_PASSWORD: password },
    nodeFlags: ["--max-old-space-size=256", "--max-semi-space-size=4"],
  });
  return {
    url: `http://${USERNAME}:${password}@127.0.0.1:${child.port}`,
    username: USERNAME,
    password,
    database: DATABASE,
    pid: child.pid,
    exited: child.exited,
    close: child.close,
  };
}
