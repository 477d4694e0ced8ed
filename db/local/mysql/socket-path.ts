import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the closing zero. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Path of the database's private socket: in the data folder, or, when that path is too long for a socket, in a folder
 * of ours under the system's temporary folder, named by a hash of the data folder. Both are readable by us alone.
 */
export function socketPath(dataDir: string): string {
  const direct = join(dataDir, "mysql.sock");
  if (Buffer.byteLength(direct) <= LONGEST_SOCKET_PATH) return direct;
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const folder = join(tmpdir(), `edgewise-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(folder);
  if (uid !== userInfo().uid || (mode & 0o077) !== 0) {
    throw new Error(
      `"${folder}" belongs to someone else: remove it, or use a data folder with a shorter path`,
    );
  }
  return join(folder, "mysql.sock");
}
