import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `1` = a block was added; then the part that holds it and the block's key. */
const ADDED = /^1\t(\S+)\t\S+$/;
/** Partition, first and last block, level, and a mutation's number. */
const PART = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/;

interface Part {
  readonly partition: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Makes the engine forget blocks that it noted and then did not store. A MergeTree table writes a block's
 * deduplication key to its log before it puts the part in place: killed in between, it would drop the block when it is
 * sent again, and the rows would be lost with an acknowledgement. Only while nobody has the folder open.
 *
 * @param path the engine's folder
 * @param scratch a folder on the same disk for drafts
 * @returns number of log entries removed
 */
export function repairDeduplication(path: string, scratch: string): number {
  let removed = 0;
  for (const table of tableFolders(join(path, "store"))) {
    const logs = join(table, "deduplication_logs");
    if (!existsSync(logs)) continue;
    const parts = readdirSync(table).flatMap((name) => parsePart(name) ?? []);
    for (const name of readdirSync(logs)) removed += repairLog(join(logs, name), parts, join(scratch, name));
  }
  return removed;
}

function repairLog(file: string, parts: readonly Part[], draft: string): number {
  const lines = readFileSync(file, "utf8").split("\n");
  const kept = lines.filter((line) => line === "" || isTrue(line, parts));
  const removed = lines.length - kept.length;
  if (removed > 0) {
    writeFileSync(draft, kept.join("\n"));
    renameSync(draft, file);
  }
  return removed;
}

/** False for an added block whose part is not there, neither by itself nor merged into another. */
function isTrue(line: string, parts: readonly Part[]): boolean {
  const name = ADDED.exec(line)?.[1];
  const part = name === undefined ? undefined : parsePart(name);
  if (part === undefined) return true;
  return parts.some(
    ({ partition, first, last }) => partition === part.partition && first <= part.first && last >= part.last,
  );
}

function parsePart(name: string): Part | undefined {
  const found = PART.exec(name);
  return found === null
    ? undefined
    : { partition: found[1]!, first: Number(found[2]), last: Number(found[3]) };
}

function tableFolders(store: string): string[] {
  if (!existsSync(store)) return [];
  return readdirSync(store).flatMap((prefix) =>
    readdirSync(join(store, prefix)).map((table) => join(store, prefix, table)),
  );
}
