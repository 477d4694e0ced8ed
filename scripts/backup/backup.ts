import { writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { copyFolder, isEmptyFolder } from "./copy-folder.ts";
import { enginesOf } from "./engines-of.ts";
import { forgetSalts } from "./forget-salts.ts";

export interface Backup {
  readonly files: number;
  /** How long the instance stood still, ms; 0 when none runs. */
  readonly pausedMs: number;
}

/**
 * Copies a data folder while its instance runs. Its engines stand still meanwhile, all at once: what is copied is what a
 * power cut would leave, from which they recover without losing or doubling anything. Requests wait; none fails.
 */
export function backup(dataDir: string, target: string): Backup {
  const [from, to] = [resolve(dataDir), resolve(target)];
  if (`${to}${sep}`.startsWith(`${from}${sep}`))
    throw new Error("A backup can't lie within the data folder.");
  if (!isEmptyFolder(to)) throw new Error(`${target} is not empty: name a new folder.`);
  if (isEmptyFolder(from)) throw new Error(`${dataDir} has no data: set EDGEWISE_DATA to the data folder.`);
  const engines = enginesOf(from);
  const started = performance.now();
  let files: number;
  try {
    for (const pid of engines) process.kill(pid, "SIGSTOP");
    ({ files } = copyFolder(from, to, { links: true }));
  } finally {
    for (const pid of engines.toReversed()) process.kill(pid, "SIGCONT");
  }
  const pausedMs = engines.length === 0 ? 0 : Math.round(performance.now() - started);
  forgetSalts(to);
  const note = { made_at: new Date().toISOString(), files };
  writeFileSync(join(to, "backup.json"), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  return { files, pausedMs };
}

/** Makes a data folder of a backup; the backup stays as it is. */
export function restore(source: string, dataDir: string): { files: number } {
  const [from, to] = [resolve(source), resolve(dataDir)];
  if (isEmptyFolder(join(from, "warehouse"))) throw new Error(`${source} is no backup of Edgewise.`);
  if (!isEmptyFolder(to))
    throw new Error(`${dataDir} is not empty: set EDGEWISE_DATA to a new folder, or move the old one away.`);
  return copyFolder(from, to);
}
