import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `dev.json`: how programs reach this instance. The shape is part of the public contract. */
export interface Credentials {
  readonly edge: string;
  readonly web: string;
  readonly projectId: number;
  readonly projectToken: string;
  readonly personalApiKey: string;
  readonly secretApiKey: string;
  readonly email: string;
  readonly password: string;
}

/** Secrets of this data folder, made once. Never leave it. */
export interface Secrets {
  readonly authSecret: string;
  readonly internalKey: string;
  readonly projectToken: string;
  readonly personalApiKey: string;
  readonly secretApiKey: string;
  readonly password: string;
}

const base62 = (bytes: number): string =>
  Array.from(
    randomBytes(bytes),
    (byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[byte % 62],
  ).join("");

/** Reads the folder's secrets, or makes them. Throws with a way out when the file is damaged. */
export function loadSecrets(directory: string): Secrets {
  const path = join(directory, "secrets.json");
  if (existsSync(path)) {
    try {
      return JSON.parse(readFileSync(path, "utf8")) as Secrets;
    } catch {
      throw new Error(
        `${path} is damaged. Restore it from a backup, or move the data folder away to start anew.`,
      );
    }
  }
  const secrets: Secrets = {
    authSecret: base62(48),
    internalKey: base62(48),
    projectToken: `phc_${base62(43)}`,
    personalApiKey: `phx_${base62(43)}`,
    secretApiKey: `phs_${base62(43)}`,
    password: base62(16),
  };
  writePrivate(path, secrets);
  return secrets;
}

/** Writes a JSON file that only its owner may read, in one step. */
export function writePrivate(path: string, value: object): void {
  writeFileSync(`${path}.part`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${path}.part`, 0o600);
  renameSync(`${path}.part`, path);
}
