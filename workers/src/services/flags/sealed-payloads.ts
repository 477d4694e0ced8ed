import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { invalid } from "../../http/errors.ts";

/** What everyone reads in place of an encrypted payload; written back, it means "as it was". */
export const REDACTED = '"********* (encrypted)"';
const MARK = "sealed:1:";

export const isSealed = (payload: unknown): boolean =>
  typeof payload === "string" && payload.startsWith(MARK);

const keys = new Map<string, Promise<CryptoKey>>();

function keyOf(secret: string): Promise<CryptoKey> {
  let key = keys.get(secret);
  if (key === undefined) {
    key = deriveKey(secret);
    keys.set(secret, key);
  }
  return key;
}

async function deriveKey(secret: string): Promise<CryptoKey> {
  const text = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", text.encode(secret), "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode("flag payloads") };
  return await crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** AES-256-GCM under a key derived from the installation's secret; text of its own kind, base64. */
export async function seal(payload: string, secret: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(payload);
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(secret), plain),
  );
  return (
    MARK + btoa(String.fromCharCode(...iv)) + btoa([...sealed].map((b) => String.fromCharCode(b)).join(""))
  );
}

/** The payload again; null when the text was sealed under another secret or is damaged. */
export async function unseal(text: string, secret: string): Promise<string | null> {
  if (!text.startsWith(MARK)) return text;
  try {
    const bytes = Uint8Array.from(
      atob(text.slice(MARK.length, MARK.length + 16)) + atob(text.slice(MARK.length + 16)),
      (char) => char.charCodeAt(0),
    );
    const iv = bytes.subarray(0, 12);
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv },
      await keyOf(secret),
      bytes.subarray(12),
    );
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

/** Filters as they are stored: each payload sealed, those that came back redacted as they were `before`. */
export async function sealFilters(
  filters: FlagFilters,
  before: FlagFilters | undefined,
  secret: string,
): Promise<FlagFilters> {
  const payloads = Object.entries(filters.payloads ?? {}).map(async ([name, payload]) => {
    const text = String(payload);
    if (text.startsWith(MARK) && (await unseal(text, secret)) !== null) return [name, text] as const;
    if (text !== REDACTED) return [name, await seal(requireJson(text, name), secret)] as const;
    const kept = before?.payloads?.[name];
    if (kept === undefined || kept === null)
      throw invalid(`filters__payloads__${name}`, "There is no earlier payload to keep: send the new one.");
    return [name, kept] as const;
  });
  return { ...filters, payloads: Object.fromEntries(await Promise.all(payloads)) };
}

function requireJson(text: string, name: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalid(`filters__payloads__${name}`, "A payload must be valid JSON.");
  }
}

/** Filters as they are shown. */
export function redactFilters(filters: FlagFilters): FlagFilters {
  const names = Object.keys(filters.payloads ?? {});
  return { ...filters, payloads: Object.fromEntries(names.map((name) => [name, REDACTED])) };
}
