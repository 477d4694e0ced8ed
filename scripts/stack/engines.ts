import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type RunningMysql, startMysql } from "@edgewise/db/local/start-mysql.ts";
import { type RunningPayments, startPayments } from "@edgewise/db/local/start-payments.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import type { Supervisor } from "./supervise.ts";

/** A third of an ordinary program's share of a busy processor. */
const ENGINE_NICENESS = 5;

const never = new Promise<string>(() => undefined);

/** MariaDB behind PlanetScale's protocol. It restarts its own server process when that ends. */
export async function mysqlPart(
  dataDir: string,
  running: Supervisor,
  log: (line: string) => void,
): Promise<RunningMysql> {
  const mysql = await startMysql({ dataDir, warn: log });
  await running.run("MariaDB", async () => ({ pids: [], ended: never, stop: mysql.close }));
  return mysql;
}

/** ClickHouse behind its HTTP interface and Tinybird's API, restarted on the same address when it ends. */
export async function warehousePart(
  dataDir: string,
  running: Supervisor,
  regions: readonly string[] = [],
): Promise<RunningWarehouse & { user: string }> {
  let current: RunningWarehouse | undefined;
  await running.run("ClickHouse", async () => {
    // The Workers are configured with the first address: a restart keeps it.
    const port = current ? Number(new URL(current.url).port) : 0;
    // Acknowledging events and answering flags come before queries and merges when the machine is busy.
    current = await startWarehouse({ dataDir, port, regions, niceness: ENGINE_NICENESS });
    const { pid, exited, close } = current;
    return { pids: [pid], ended: exited.then(() => "process ended"), stop: close };
  });
  return { ...(current as unknown as RunningWarehouse), user: "default" };
}

/** The stand-in for Stripe, restarted on the same address when it ends; answers what the Workers need to reach it. */
export async function paymentsPart(
  dataDir: string,
  webhookUrl: string,
  running: Supervisor,
): Promise<Readonly<Record<string, string>>> {
  let current: RunningPayments | undefined;
  await running.run("payments", async () => {
    const port = current ? Number(new URL(current.url).port) : 0;
    current = await startPayments({ dataDir, port, webhookUrl });
    const { pid, exited, close } = current;
    return { pids: [pid], ended: exited.then(() => "process ended"), stop: close };
  });
  const { url, key, webhookSecret } = current as unknown as RunningPayments;
  return { STRIPE_URL: url, STRIPE_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_TAX: "on" };
}

/** Brings MySQL to the newest schema, in a process of its own: its driver is not needed afterwards. */
export async function migrateMysql(
  mysql: Pick<RunningMysql, "url" | "username" | "password">,
): Promise<void> {
  const { url, username, password } = mysql;
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "..", "migrate-mysql.ts")], {
    env: { ...process.env, DATABASE_URL: url, DATABASE_USERNAME: username, DATABASE_PASSWORD: password },
  });
}
