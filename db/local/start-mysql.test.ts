import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@planetscale/database";
import { afterAll, describe, expect, it } from "vitest";
import { EngineStartError } from "./process/spawn.ts";
import { type RunningMysql, startMysql } from "./start-mysql.ts";
import { temporaryFolder } from "./testing/folder.ts";

const folder = temporaryFolder("start-mysql");
afterAll(() => folder.remove());

const serverPid = (dataDir: string): number => Number(readFileSync(join(dataDir, "mariadbd.pid"), "utf8"));

/** Starts MySQL from a process of its own, so that this process can die. */
async function startElsewhere(dataDir: string): Promise<{ parent: number; mysql: RunningMysql }> {
  const module = fileURLToPath(new URL("./start-mysql.ts", import.meta.url));
  const script =
    `import { startMysql } from ${JSON.stringify(module)};` +
    `console.log(JSON.stringify(await startMysql({ dataDir: ${JSON.stringify(dataDir)} })));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text))),
  );
  return { parent: child.pid!, mysql: JSON.parse(line) as RunningMysql };
}

describe("startMysql", () => {
  it("keeps data and credentials over a restart, also with a long path", async () => {
    const dataDir = join(folder.path, "long".repeat(30));
    const first = await startMysql({ dataDir });
    await new Client({ url: first.url }).execute("CREATE TABLE kept (a INT)");
    await new Client({ url: first.url }).execute("INSERT INTO kept VALUES (7)");
    await first.close();
    const second = await startMysql({ dataDir });
    expect(second.password).toBe(first.password);
    expect((await new Client({ url: second.url }).execute("SELECT a FROM kept")).rows).toEqual([{ a: 7 }]);
    await second.close();
  });

  it("ends with its starter, however that dies, and the next start takes over", async () => {
    const dataDir = join(folder.path, "orphan");
    const { parent, mysql } = await startElsewhere(dataDir);
    await new Client({ url: mysql.url }).execute("CREATE TABLE kept (a INT)");
    const server = serverPid(dataDir);
    process.kill(parent, "SIGKILL");
    const again = await startMysql({ dataDir });
    expect(serverPid(dataDir)).not.toBe(server);
    expect((await new Client({ url: again.url }).execute("SELECT count(*) AS n FROM kept")).rows).toEqual([
      { n: "0" },
    ]);
    await again.close();
  });

  it("leaves a server alone that another start looks after", async () => {
    const dataDir = join(folder.path, "twice");
    const first = await startMysql({ dataDir });
    await expect(startMysql({ dataDir })).rejects.toThrow(EngineStartError);
    expect((await new Client({ url: first.url }).execute("SELECT 1 AS a")).rows).toEqual([{ a: 1 }]);
    await first.close();
  });
});
