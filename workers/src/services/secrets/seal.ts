import { purposeKey } from "../../http/purpose-key.ts";

/** A key that secrets are sealed under. The version stands in what was sealed, so that older keys still open theirs. */
export interface SealingKey {
  readonly version: number;
  readonly value: string;
}

/** Newest first: it seals, all open. Never empty. */
export type Keyring = readonly SealingKey[];

/** What a secret is for: a text sealed for one purpose opens for no other. */
export type Purpose = "flag payloads" | "identity providers";

const MARK = /^sealed:(\d+):/;

export const isSealed = (text: unknown): boolean => typeof text === "string" && MARK.test(text);

/** Whether a text was sealed under another key than the newest. */
export const isStale = (text: unknown, keyring: Keyring): boolean =>
  typeof text === "string" && isSealed(text) && versionOf(text) !== keyring[0]!.version;

/** AES-256-GCM under a key derived for the purpose; `sealed:<version>:<iv><text>`, base64. */
export async function seal(plain: string, purpose: Purpose, keyring: Keyring): Promise<string> {
  const { version, value } = keyring[0]!;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = { name: "AES-GCM", iv };
  const key = await purposeKey("seal", purpose, value);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher, key, new TextEncoder().encode(plain)));
  return `sealed:${version}:${base64(iv)}${base64(sealed)}`;
}

/** The secret again; null when no key of the ring sealed it, or it is damaged. A text that isn't sealed is itself. */
export async function unseal(text: string, purpose: Purpose, keyring: Keyring): Promise<string | null> {
  const mark = MARK.exec(text)?.[0];
  if (mark === undefined) return text;
  const key = keyring.find(({ version }) => version === versionOf(text));
  if (!key) return null;
  try {
    const body = text.slice(mark.length);
    const [iv, sealed] = [bytes(body.slice(0, 16)), bytes(body.slice(16))];
    const cipher = { name: "AES-GCM", iv };
    const plain = await crypto.subtle.decrypt(cipher, await purposeKey("seal", purpose, key.value), sealed);
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

/** A sealed text under the newest key. Throws when no key of the ring opens it. */
export async function anew(text: string, purpose: Purpose, keyring: Keyring): Promise<string> {
  const plain = await unseal(text, purpose, keyring);
  if (plain === null)
    throw new Error(`A secret of the ${purpose} was sealed under a key that is not configured.`);
  return await seal(plain, purpose, keyring);
}

const versionOf = (text: string): number => Number(MARK.exec(text)?.[1]);

const base64 = (data: Uint8Array): string =>
  btoa([...data].map((byte) => String.fromCharCode(byte)).join(""));
const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
