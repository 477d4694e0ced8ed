import type { Deps } from "../../deps.ts";
import { readToken, signToken } from "../../http/signed.ts";

const PURPOSE = "data file";
const VALID_MS = 3_600_000;

/** A link to one file that opens for an hour, without a key. */
export async function fileLink(key: string, deps: Deps): Promise<string> {
  const until = deps.now().getTime() + VALID_MS;
  const token = await signToken(PURPOSE, { key, until }, deps.config.authSecret);
  return `${deps.config.edgeUrl}/api/data_files/${token}/`;
}

/** The object that a link names; null when it was not made here or is too old. */
export async function linkedFile(token: string, deps: Deps): Promise<string | null> {
  const payload = (await readToken(PURPOSE, token, deps.config.authSecret)) as {
    key: string;
    until: number;
  } | null;
  return payload && payload.until > deps.now().getTime() ? payload.key : null;
}
