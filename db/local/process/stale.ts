import { readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const TERM_WAIT_MS = 10_000;
const POLL_MS = 50;

/**
 * Ends the process that `pidFile` names, if it is one that an earlier start left behind: its command line must contain
 * `mark` (the data folder). Any other process with that number is left alone. Removes the file.
 *
 * @returns true when a process was ended
 */
export async function endStale(pidFile: string, mark: string): Promise<boolean> {
  const pid = readPid(pidFile);
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
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    execFile("ps", ["-ww", "-o", "command=", "-p", String(pid)], (_, output) => resolve([output ?? ""]));
  });
}
