import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "@edgewise/scripts/stack/credentials.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export interface Ports {
  readonly edge: number;
  readonly web: number;
}

/** `npm start -- --no-web` as its own process, on a data folder and ports of the test's choice. */
export function spawnStart(dataDir: string, ports: Ports): { child: ChildProcess; output(): string } {
  const child = spawn(process.execPath, [join(ROOT, "scripts/edgewise-dev.mjs"), "start", "--no-web"], {
    env: {
      ...process.env,
      EDGEWISE_DATA: dataDir,
      EDGEWISE_PORT: String(ports.edge),
      EDGEWISE_WEB_PORT: String(ports.web),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (output += data.toString()));
  return { child, output: () => output };
}

/** Starts an instance and resolves when it says that it is ready. */
export async function startInstance(
  dataDir: string,
  ports: Ports,
): Promise<{ child: ChildProcess; pid: number; credentials: Credentials }> {
  const { child, output } = spawnStart(dataDir, ports);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", () => output().includes("Edgewise is ready") && resolve());
    child.once("exit", (code) => reject(new Error(`start ended with ${code}: ${output()}`)));
  });
  const credentials = JSON.parse(readFileSync(join(dataDir, "dev.json"), "utf8")) as Credentials;
  return { child, pid: child.pid as number, credentials };
}

/** A process and all of its descendants. */
export function family(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="]).toString().trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const found = [pid];
  for (let i = 0; i < found.length; i++) {
    found.push(...pairs.filter(([, parent]) => parent === found[i]).map(([child]) => child));
  }
  return found;
}

/** `kill -9` of each process that still runs. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGKILL");
}
