/** MySQL's own process: supervises mariadbd and serves PlanetScale's protocol. Started by `start-mysql.ts`. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnection, createPool, type Pool } from "mysql2/promise";
import { exitWithParent, report, reportFailure } from "../process/child.ts";
import { findMariadbd } from "./find-binary.ts";
import { type Mariadbd, startMariadbd } from "./mariadbd.ts";
import { handlePsdb } from "./psdb/handle.ts";
import { Sessions } from "./psdb/sessions.ts";
import { socketPath } from "./socket-path.ts";

export interface MysqlProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  /** Idle time after which an open transaction is rolled back. */
  readonly transactionTimeoutMs?: number;
}

async function main(options: MysqlProcessOptions, password: string): Promise<void> {
  const { dataDir, database, username } = options;
  const binary = findMariadbd();
  const socket = socketPath(dataDir);
  let server = await startMariadbd({ binary, dataDir, socket });
  let closing = false;
  const supervise = (running: Mariadbd): void => {
    void running.exited.then(async () => {
      for (let wait = 200; !closing; wait = Math.min(wait * 2, 5_000)) {
        await sleep(wait);
        try {
          server = await startMariadbd({ binary, dataDir, socket });
          return supervise(server);
        } catch (error) {
          console.error(`mariadbd ended and does not start again: ${String(error)}`);
        }
      }
    });
  };
  supervise(server);

  const pool = await openPool(socket, database);
  const sessions = new Sessions(pool, options.transactionTimeoutMs);
  const services = { sessions, database, username, password };
  const http = createServer((request, response) => {
    handlePsdb(services, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  http.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, "127.0.0.1", resolve);
  });
  exitWithParent(async () => {
    closing = true;
    http.close();
    http.closeAllConnections();
    await sessions.close();
    await pool.end();
    await server.stop();
  });
  report({ ready: { port: (http.address() as AddressInfo).port } });
}

async function openPool(socketPath: string, database: string): Promise<Pool> {
  const first = await createConnection({ socketPath, user: "root" });
  await first.query(`CREATE DATABASE IF NOT EXISTS \`${database}\``);
  await first.end();
  return createPool({
    socketPath,
    user: "root",
    database,
    connectionLimit: 24,
    charset: "utf8mb4",
    timezone: "Z",
    // Vitess counts rows that changed, not rows that matched.
    flags: ["-FOUND_ROWS"],
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
}

const given = JSON.parse(process.argv[2] ?? "{}") as MysqlProcessOptions;
main(given, process.env["EDGEWISE_MYSQL_PASSWORD"] ?? "").catch(reportFailure);
