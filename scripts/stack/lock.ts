import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface LockFile {
  readonly pid: number;
  /** Processes this instance started: stopped by the next start when their owner is gone. */
  readonly children: readonly number[];
}

/** Another live instance owns the data folder. */
export class DataFolderInUse extends Error {
  constructor(directory: string, pid: number) {
    super(
      `Edgewise (process ${pid}) already runs on ${directory}. Stop it, or set EDGEWISE_DATA to another folder and EDGEWISE_PORT and EDGEWISE_WEB_PORT to other ports.`,
    );
  }
}

/** True when the process runs and is one of ours: its command line names the data folder or this program. */
function runs(pid: number, marks: readonly string[]): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return marks.some((mark) => command.includes(mark));
  } catch {
    return process.platform !== "linux";
  }
}

/**
 * Claims the data folder. Children that a killed instance left behind are stopped first, so that their ports and file
 * locks are free. Throws {@link DataFolderInUse} when a live instance owns the folder.
 */
export async function claimDataFolder(
  directory: string,
): Promise<{ track(pid: number): void; release(): void }> {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "lock.json");
  const previous = readLock(path);
  if (
    previous &&
    previous.pid !== process.pid &&
    runs(previous.pid, ["edgewise-dev", "start.ts", "vitest"])
  ) {
    throw new DataFolderInUse(directory, previous.pid);
  }
  for (const pid of previous?.children ?? []) {
    if (runs(pid, [directory, "next-server", "next start"])) await stopOrphan(pid);
  }
  const children: number[] = [];
  const write = () => writeFileSync(path, JSON.stringify({ pid: process.pid, children } satisfies LockFile));
  write();
  return {
    track(pid) {
      children.push(pid);
      write();
    },
    release() {
      rmSync(path, { force: true });
    },
  };
}

function readLock(path: string): LockFile | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockFile;
  } catch {
    return null;
  }
}

async function stopOrphan(pid: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < 5000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      try {
        process.kill(pid, 0);
      } catch {
        return;
      }
    }
  }
}
