import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const TERM_WAIT_MS = 10_000;
const POLL_MS = 50;

/** The data folder belongs to a process that runs and is looked after. */
export class InUseError extends Error {
  override readonly name = "InUseError";
}

/**
 * Ends the process that `pidFile` names, if it is one that an earlier start left behind: its command line must contain
 * `mark` (the data folder). Any other process with that number is left alone. Removes the file. A process whose parent
 * is ours too is not left behind: it gets `patience` ms to end by itself, then {@link InUseError} is thrown.
 *
 * @returns true when a process was ended
 */
export async function endStale(pidFile: string, mark: string, patience = TERM_WAIT_MS): Promise<boolean> {
  const pid = readPid(pidFile);
  for (let waited = 0; pid !== undefined && (await isKept(pid, mark)); waited += POLL_MS) {
    if (waited >= patience) throw new InUseError(`"${mark}" is in use by process ${pid}: stop it first`);
    await sleep(POLL_MS);
  }
  if (pid === undefined || !(await isOurs(pid, mark))) {
    rmSync(pidFile, { force: true });
    return false;
  }
  process.kill(pid, "SIGTERM");
  for (let waited = 0; await isOurs(pid, mark); waited += POLL_MS) {
    if (waited >= TERM_WAIT_MS) process.kill(pid, "SIGKILL");
    await sleep(POLL_MS);
  }
  rmSync(pidFile, { force: true });
  return true;
}

/**
 * Waits until the process that `pidFile` names has ended, if its command line contains `mark`. Throws
 * {@link InUseError} after `patience` ms.
 */
export async function waitForEnd(pidFile: string, mark: string, patience: number): Promise<void> {
  const pid = readPid(pidFile);
  if (pid === process.pid) return;
  for (let waited = 0; pid !== undefined && (await isOurs(pid, mark)); waited += POLL_MS) {
    if (waited >= patience) throw new InUseError(`"${mark}" is in use by process ${pid}: stop it first`);
    await sleep(POLL_MS);
  }
}

/** True while the process runs under a parent of ours. */
async function isKept(pid: number, mark: string): Promise<boolean> {
  if (!(await isOurs(pid, mark))) return false;
  const parent = await parentOf(pid);
  return parent > 1 && (await isOurs(parent, mark));
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** True when the process runs and was started with `mark` among its arguments. */
async function isOurs(pid: number, mark: string): Promise<boolean> {
  const arguments_ = await commandLine(pid);
  return arguments_.some((argument) => argument.includes(mark));
}

async function commandLine(pid: number): Promise<string[]> {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    if (process.platform === "linux") return [];
  }
  return [await ps("command=", pid)];
}

async function parentOf(pid: number): Promise<number> {
  try {
    // `pid (name) state ppid …`, and a name may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)!.trim().split(" ")[1]);
  } catch {
    return process.platform === "linux" ? 0 : Number(await ps("ppid=", pid));
  }
}

function ps(column: string, pid: number): Promise<string> {
  return new Promise((resolve) => {
    execFile("ps", ["-ww", "-o", column, "-p", String(pid)], (_, output) =>
      resolve(String(output ?? "").trim()),
    );
  });
}
