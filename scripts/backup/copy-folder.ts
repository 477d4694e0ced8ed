import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import { basename, join, sep } from "node:path";

/** Written once and never changed: parts of ClickHouse's tables, files of object storage. A link is as good as a copy. */
const IMMUTABLE = [
  `${sep}blobs${sep}`,
  /\/store\/[\da-f]{3}\/[\da-f-]{36}\/(?!deduplication_logs|detached)[^/]+\/[^/]+$/,
];
/** What the next start makes anew. */
const LEFT_OUT = new Set(["lock.json", "dev.json", "node-cache", "run", "uploads", "tmp"]);
const SOCKET = /\.(sock|pid)$/;

const isImmutable = (path: string): boolean =>
  IMMUTABLE.some((mark) => (typeof mark === "string" ? path.includes(mark) : mark.test(path)));

/** Copies a data folder. `links`: immutable files may be linked, where both places are on one disk. */
export function copyFolder(from: string, to: string, { links = false } = {}): { files: number } {
  let files = 0;
  const walk = (source: string, target: string): void => {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (const entry of readdirSync(source, { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name) || SOCKET.test(entry.name)) continue;
      const [path, copy] = [join(source, entry.name), join(target, entry.name)];
      if (entry.isDirectory()) walk(path, copy);
      else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(path).replace(from, to), copy);
      else if (entry.isFile()) {
        if (!(links && isImmutable(path) && linked(path, copy)))
          copyFileSync(path, copy, constants.COPYFILE_FICLONE);
        files++;
      }
    }
  };
  walk(from, to);
  return { files };
}

/** False: another disk. */
function linked(path: string, copy: string): boolean {
  try {
    linkSync(path, copy);
    return true;
  } catch {
    return false;
  }
}

/** Whether a folder may be written to as a whole: not there, or empty. */
export function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw new Error(`${basename(path)} is no folder that can be read.`);
  }
}
