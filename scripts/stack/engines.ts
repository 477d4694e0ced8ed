import { type RunningMysql, startMysql } from "@edgewise/db/local/start-mysql.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import type { Running, Supervisor } from "./supervise.ts";

type Port = number;

/** Keeps an engine on the address it got first: the Workers are configured with it. */
function samePort<T extends RunningMysql | RunningWarehouse>(start: (port: Port) => Promise<T>) {
  let port: Port = 0;
  let current: T | undefined;
  return {
    current: () => current as T,
    async start(): Promise<Running> {
      current = await start(port);
      port = Number(new URL(current.url).port);
      const { pid, exited, close } = current;
      return { pids: [pid], ended: exited.then(() => "process ended"), stop: close };
    },
  };
}

/** MariaDB behind PlanetScale's protocol, restarted when it ends. */
export async function mysqlPart(dataDir: string, running: Supervisor): Promise<RunningMysql> {
  const engine = samePort((port) => startMysql({ dataDir, port }));
  await running.run("MariaDB", engine.start);
  return engine.current();
}

/** ClickHouse behind its HTTP interface and Tinybird's API, restarted when it ends. */
export async function warehousePart(
  dataDir: string,
  running: Supervisor,
): Promise<RunningWarehouse & { user: string }> {
  const engine = samePort((port) => startWarehouse({ dataDir, port }));
  await running.run("ClickHouse", engine.start);
  return { ...engine.current(), user: "default" };
}
