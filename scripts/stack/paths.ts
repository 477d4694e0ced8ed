import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT: string = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The data folder: `EDGEWISE_DATA`, default `.edgewise` in the repository. */
export function dataDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(ROOT, environment.EDGEWISE_DATA || ".edgewise");
}
