import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { EngineStartError } from "../process/spawn.ts";

const NAMES = ["mariadbd", "mysqld"];
/** Where packages put it; not on an ordinary user's PATH. */
const FOLDERS = [
  "/usr/sbin",
  "/usr/libexec",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/usr/local/opt/mariadb/bin",
];

/** Path of MariaDB's server. Throws {@link EngineStartError} that says what to install. */
export function findMariadbd(env: NodeJS.ProcessEnv = process.env, places = FOLDERS): string {
  const chosen = env.EDGEWISE_MARIADBD;
  if (chosen !== undefined && chosen !== "") {
    if (executable(chosen)) return chosen;
    throw new EngineStartError(`EDGEWISE_MARIADBD names "${chosen}", which is not an executable file`);
  }
  const folders = [...(env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""), ...places];
  for (const name of NAMES) {
    const found = folders.map((folder) => join(folder, name)).find(executable);
    if (found !== undefined) return found;
  }
  throw new EngineStartError(
    "MariaDB's server (mariadbd) is not installed. " +
      "Debian and Ubuntu: apt-get install mariadb-server-core; Fedora: dnf install mariadb-server; " +
      "macOS: brew install mariadb. Or set EDGEWISE_MARIADBD to its path.",
  );
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
