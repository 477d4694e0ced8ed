import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { type RunningWarehouse, startWarehouse } from "./start-warehouse.ts";
import { run, select } from "./testing/clickhouse.ts";
import { temporaryFolder } from "./testing/folder.ts";

const folder = temporaryFolder("start");
afterAll(() => folder.remove());

/** True while a process with this number runs (and is no zombie). */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Niceness of a process's threads of one name. */
function nicenessOf(pid: number, thread: string): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .map((id) => readFileSync(`/proc/${pid}/task/${id}/stat`, "utf8"))
    .filter((stat) => stat.includes(`(${thread})`))
    .map((stat) => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]));
}

/** Starts a warehouse from a process of its own, so that this process can die. */
async function startElsewhere(dataDir: string): Promise<{ parent: number; warehouse: RunningWarehouse }> {
  const module = fileURLToPath(new URL("./start-warehouse.ts", import.meta.url));
  const script =
    `import { startWarehouse } from ${JSON.stringify(module)};` +
    `console.log(JSON.stringify(await startWarehouse({ dataDir: ${JSON.stringify(dataDir)} })));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text))),
  );
  return { parent: child.pid!, warehouse: JSON.parse(line) as RunningWarehouse };
}

describe("startWarehouse", () => {
  it("keeps data and key over a restart, and the port when asked", async () => {
    const first = await startWarehouse({ dataDir: join(folder.path, "a") });
    await run(first, "CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a");
    await run(first, "INSERT INTO kept VALUES (7)");
    await first.close();
    expect(alive(first.pid)).toBe(false);
    const port = Number(new URL(first.url).port);
    const second = await startWarehouse({ dataDir: join(folder.path, "a"), port, niceness: 3 });
    // Each of the engine's own threads, not just the first one of the process.
    expect(new Set(nicenessOf(second.pid, "MergeMutate"))).toEqual(new Set([3]));
    expect(second).toMatchObject({ url: first.url, key: first.key, database: first.database });
    expect(await select(second, "SELECT a FROM kept")).toEqual([[7]]);
    await second.close();
    expect(statSync(join(folder.path, "a", "key")).mode & 0o077).toBe(0);
  });

  it("ends when its parent is killed, so that the next start finds the folder free", async () => {
    const dataDir = join(folder.path, "b");
    const { parent, warehouse } = await startElsewhere(dataDir);
    process.kill(parent, "SIGKILL");
    const again = await startWarehouse({ dataDir });
    expect(alive(warehouse.pid)).toBe(false);
    expect(await select(again, "SELECT 1")).toEqual([[1]]);
    await again.close();
  });

  it("leaves the folder to the process that has it", async () => {
    const dataDir = join(folder.path, "twice");
    const first = await startWarehouse({ dataDir });
    await expect(startWarehouse({ dataDir })).rejects.toThrow(/in use by process/);
    expect(await select(first, "SELECT 1")).toEqual([[1]]);
    await first.close();
  });

  it("says that a port is taken", async () => {
    const first = await startWarehouse({ dataDir: join(folder.path, "c") });
    const port = Number(new URL(first.url).port);
    await expect(startWarehouse({ dataDir: join(folder.path, "d"), port })).rejects.toThrow(
      /did not start: .*EADDRINUSE/,
    );
    await first.close();
  });

  it("says that the data folder can't be used", async () => {
    writeFileSync(join(folder.path, "file"), "");
    await expect(startWarehouse({ dataDir: join(folder.path, "file") })).rejects.toThrow(/file/);
  });
});
