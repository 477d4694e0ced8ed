import { makePrefix, makeTail, type Prefix, sha1, type Tail } from "./sha1.ts";
import { truncateScalars, utf8 } from "./utf8.ts";

const VARIANT_SALT = utf8("variant");
const HOLDOUT_PREFIX = makePrefix(utf8("holdout-"));
const SCALE = 2 ** 60;

/** Who is bucketed: the text that is hashed, laid out once a request. */
export interface Identifier {
  readonly text: string;
  readonly plain: Tail;
  /** With the variants' salt. */
  readonly salted: Tail;
  /** What was hashed before, by {@link FlagPrefix} slot; negative = not yet. */
  readonly hashes: number[];
}

/** The fixed part of a flag's hashes: `<key>.`. */
export interface FlagPrefix extends Prefix {
  /** Place of the rollout's hash among those of an identifier; the variants' hash is behind it. */
  readonly slot: number;
}

/** No hash: a fraction, so that lists of hashes are lists of doubles from the start. */
export const UNHASHED = -0.5;

/** The flags service hashes the first 200 Unicode scalar values. `hashes` is kept and filled. */
export function makeIdentifier(text: string, hashes: number[] = []): Identifier {
  const cut = truncateScalars(text, 200);
  const bytes = utf8(cut);
  const salted = new Uint8Array(bytes.length + VARIANT_SALT.length);
  salted.set(bytes);
  salted.set(VARIANT_SALT, bytes.length);
  return { text: cut, plain: makeTail(bytes), salted: makeTail(salted), hashes };
}

/** `index`: the flag's place among those that share identifiers. */
export function makeFlagPrefix(key: string, index = 0): FlagPrefix {
  return { ...makePrefix(utf8(`${key}.`)), slot: 2 * index };
}

/** First 60 bits of SHA-1(prefix + tail) as a fraction of 2^60: [0, 1]. */
export function hash01(prefix: Prefix, tail: Tail): number {
  const digest = sha1(prefix, tail);
  return ((digest[0]! >>> 0) * 0x10000000 + (digest[1]! >>> 4)) / SCALE;
}

/** Hash that decides a rollout; an empty identifier counts as 0. */
export function rolloutHash(prefix: FlagPrefix, identifier: Identifier): number {
  const known = identifier.hashes[prefix.slot];
  if (known !== undefined && known >= 0) return known;
  const hash = identifier.text === "" ? 0 : hash01(prefix, identifier.plain);
  identifier.hashes[prefix.slot] = hash;
  return hash;
}

/** Hash that picks a variant; an empty identifier counts as 0. */
export function variantHash(prefix: FlagPrefix, identifier: Identifier): number {
  const slot = prefix.slot + 1;
  const known = identifier.hashes[slot];
  if (known !== undefined && known >= 0) return known;
  const hash = identifier.text === "" ? 0 : hash01(prefix, identifier.salted);
  identifier.hashes[slot] = hash;
  return hash;
}

/** Hash that decides holdout membership; an empty identifier hashes the bare prefix. */
export function holdoutHash(identifier: Identifier): number {
  return hash01(HOLDOUT_PREFIX, identifier.plain);
}

/** 100 % needs no hash; else the hash is at most the fraction (0 % includes only hash 0). */
export function isInRollout(hash: number, percentage: number): boolean {
  return percentage === 100 || hash <= percentage / 100;
}

/** Percentages outside 0–100 are clamped. */
export function isInHoldout(hash: number, percentage: number): boolean {
  const clamped = Math.min(Math.max(percentage, 0), 100);
  return clamped >= 100 || hash <= clamped / 100;
}

/** Upper bounds of the variants, accumulated in stored order (the rounding of the sum is part of the contract). */
export function variantBounds(percentages: readonly number[]): Float64Array {
  const bounds = new Float64Array(percentages.length);
  let sum = 0;
  for (let i = 0; i < percentages.length; i++) {
    sum += percentages[i]! / 100;
    bounds[i] = sum;
  }
  return bounds;
}

/** Index of the first variant whose bound is above the hash, −1 when the hash falls off the end. */
export function pickVariant(hash: number, bounds: Float64Array): number {
  for (let i = 0; i < bounds.length; i++) if (hash < bounds[i]!) return i;
  return -1;
}
