import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the shared reference files: `EDGEWISE_SHARED`, or `../shared` beside the repository. */
export function sharedFolder(): string {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  return process.env.EDGEWISE_SHARED ?? join(root, "..", "shared");
}

/** Files of one shared folder whose name passes `test`; an error when the folder is not there. */
export function sharedFiles(folder: string, test: RegExp): readonly string[] {
  const path = join(sharedFolder(), folder);
  if (!existsSync(path)) {
    throw new Error(
      `The reference files are not at ${path}: set EDGEWISE_SHARED to the folder that has them.`,
    );
  }
  return readdirSync(path)
    .filter((name) => test.test(name))
    .map((name) => join(path, name));
}
