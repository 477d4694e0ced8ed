import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Processes that write into a data folder, workerd first: it is what tells the others to write. */
const ENGINES = ["workerd", "mariadbd", "warehouse/main"];

/** Ids of the engines of the instance that owns a data folder; none when nothing runs. */
export function enginesOf(dataDir: string): number[] {
  const owner = ownerOf(dataDir);
  if (owner === null) return [];
  const found = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const engine = engineOf(name, owner);
      return engine < 0 ? [] : [{ pid: Number(name), engine }];
    });
  return found.sort((a, b) => a.engine - b.engine).map(({ pid }) => pid);
}

function ownerOf(dataDir: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, "lock.json"), "utf8")) as { pid: number };
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

/** Which engine a child of the owner is; -1 for others. */
function engineOf(pid: string, owner: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ");
    return parent === owner ? ENGINES.findIndex((name) => command.includes(name)) : -1;
  } catch {
    return -1;
  }
}
