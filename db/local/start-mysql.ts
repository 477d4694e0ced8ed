import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { createConnection, createPool, type Pool } from "mysql2/promise";
import { findMariadbd } from "./mysql/find-binary.ts";
import { handlePsdb } from "./mysql/psdb/handle.ts";
import { Sessions } from "./mysql/psdb/sessions.ts";
import { socketPath } from "./mysql/socket-path.ts";
import { superviseMariadbd } from "./mysql/supervise.ts";
import { secretOf } from "./process/secret.ts";

export interface MysqlOptions {
  /** Folder of this engine alone; made when missing. */
  readonly dataDir: string;
  /** 0 (the default) picks a free one. */
  readonly port?: number;
  /** Idle time after which an open transaction is rolled back; 20 s as on PlanetScale. */
  readonly transactionTimeoutMs?: number;
  /** Takes one line when the server had to be started again and could not. */
  readonly warn?: (message: string) => void;
}

export interface RunningMysql {
  /** PlanetScale's HTTP protocol. The credentials are in it, as `@planetscale/database` takes them from its `url`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** MySQL's own protocol, for tools on this machine: user `root`, no password. */
  readonly socket: string;
  close(): Promise<void>;
}

const DATABASE = "edgewise";
const USERNAME = "edgewise";

/**
 * Starts MariaDB in a process of its own, and PlanetScale's HTTP protocol before it in this one. The server ends with
 * this process, however that dies. Throws EngineStartError, also when MariaDB is not installed.
 */
export async function startMysql(options: MysqlOptions): Promise<RunningMysql> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const password = secretOf(join(dataDir, "password"));
  const socket = socketPath(dataDir);
  const binary = findMariadbd();
  const mariadbd = await superviseMariadbd({ binary, dataDir, socket }, options.warn ?? console.error);
  const pool = await openPool(socket);
  const sessions = new Sessions(pool, options.transactionTimeoutMs);
  const services = { sessions, database: DATABASE, username: USERNAME, password };
  const server = createServer((request, response) => {
    handlePsdb(services, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://${USERNAME}:${password}@127.0.0.1:${port}`,
    username: USERNAME,
    password,
    database: DATABASE,
    socket,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await sessions.close();
      await pool.end();
      await mariadbd.stop();
    },
  };
}

async function openPool(socketPath: string): Promise<Pool> {
  const first = await createConnection({ socketPath, user: "root" });
  await first.query(`CREATE DATABASE IF NOT EXISTS \`${DATABASE}\``);
  await first.end();
  return createPool({
    socketPath,
    user: "root",
    database: DATABASE,
    connectionLimit: 24,
    maxIdle: 4,
    charset: "utf8mb4",
    timezone: "Z",
    // Vitess counts rows that changed, not rows that matched.
    flags: ["-FOUND_ROWS"],
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
}

async function listen(server: Server, port: number): Promise<number> {
  // Idle connections outlive the clients' own time-out, so a reused one is never closed under a request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  return (server.address() as AddressInfo).port;
}
