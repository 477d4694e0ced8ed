import { sha1Words } from "../hash/sha1.ts";

/** Namespace of every derived ID. A constant of the product: changing it would change every person ID. */
export const ID_NAMESPACE = "7d1c5b1e-52c6-4c1e-9d5c-0f6f6d1f3a52";

const NAMESPACE_BYTES = Uint8Array.from({ length: 16 }, (_, i) =>
  Number.parseInt(ID_NAMESPACE.replaceAll("-", "").slice(i * 2, i * 2 + 2), 16),
);

const HEX16 = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, "0"));
const hex32 = (word: number): string => HEX16[word >>> 16]! + HEX16[word & 0xffff]!;

/** A UInt64 key as decimal text (JSON rows carry 64-bit integers as strings) from its two halves. */
function decimal(high: number, low: number): string {
  return ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString();
}

/** UUID v5 (RFC 9562, 5.5) of `name` in {@link ID_NAMESPACE}. */
export function derivedUuid(name: string): string {
  const words = sha1Words(name, NAMESPACE_BYTES);
  const w1 = (words[1]! & 0xffff0fff) | 0x5000;
  const w2 = (words[2]! & 0x3fffffff) | 0x80000000;
  return `${hex32(words[0]!)}-${HEX16[w1 >>> 16]}-${HEX16[w1 & 0xffff]}-${HEX16[w2 >>> 16]}-${HEX16[w2 & 0xffff]}${hex32(words[3]!)}`;
}

/** Keys worked out lately: visitors and their sessions come again and again. */
const keys = new Map<string, string>();
const MAX_KEYS = 10_000;

/** Key of the UUID that {@link derivedUuid} makes of `name`, without building the text in between. */
function derivedKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const words = sha1Words(name, NAMESPACE_BYTES);
  const key = decimal(words[0]!, (words[1]! & 0xffff0fff) | 0x5000);
  if (keys.size >= MAX_KEYS) keys.clear();
  // IDs have at most 200 characters, sessions should have 36.
  if (name.length < 300) keys.set(name, key);
  return key;
}

/** The person of a distinct ID that was never merged: the same in every part of the product, without a lookup. */
export function personIdOf(environmentId: number, distinctId: string): string {
  return derivedUuid(`${environmentId}:${distinctId}`);
}

/** `distinct_key` of docs/data-model.md as a decimal string; equals the `person_key` of an unmerged person. */
export function distinctKey(environmentId: number, distinctId: string): string {
  return derivedKey(`${environmentId}:${distinctId}`);
}

/** `session_key`: the same derivation for a session ID; "0" when the event has none. */
export function sessionKey(environmentId: number, sessionId: string): string {
  return sessionId === "" ? "0" : derivedKey(`${environmentId}:${sessionId}`);
}

/** Key of any UUID: its first 8 bytes as an unsigned decimal string (`person_key = keyOf(person_id)`). */
export function keyOf(uuid: string): string {
  return BigInt(`0x${uuid.slice(0, 8)}${uuid.slice(9, 13)}${uuid.slice(14, 18)}`).toString();
}
