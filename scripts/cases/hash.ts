import {
  hash01,
  isInHoldout,
  isInRollout,
  makeIdentifier,
  pickVariant,
  variantBounds,
} from "@edgewise/core/flags/hash/bucket.ts";
import { makePrefix, makeTail, sha1Hex } from "@edgewise/core/flags/hash/sha1.ts";
import { utf8 } from "@edgewise/core/flags/hash/utf8.ts";
import { type CaseResult, result } from "./case.ts";

interface Check {
  readonly percentage: number;
  readonly included: boolean;
}

interface HashVector {
  readonly id: string;
  readonly prefix: string;
  readonly identifier: string;
  readonly identifier_before_truncation?: string;
  readonly salt: string;
  readonly rollout_checks?: readonly Check[];
  readonly holdout_checks?: readonly Check[];
  readonly variant_check?: {
    readonly variants: readonly [string, number][];
    readonly selected: string | null;
  };
}

interface ThresholdVector {
  readonly id: string;
  readonly hash01: number;
  readonly rollout_percentage: number;
  readonly included: boolean;
}

interface VariantVector {
  readonly id: string;
  readonly hash01: number;
  readonly variants: readonly { readonly key: string; readonly rollout_percentage: number }[];
  readonly selected: string | null;
}

const INPUTS = new Set([
  "id",
  "prefix",
  "identifier",
  "identifier_before_truncation",
  "salt",
  "note",
  "identifier_source",
]);

/** Hashes, thresholds and variant boundaries, bit for bit. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  const {
    hash_vectors = [],
    threshold_vectors = [],
    variant_vectors = [],
  } = (file ?? {}) as {
    hash_vectors?: readonly HashVector[];
    threshold_vectors?: readonly ThresholdVector[];
    variant_vectors?: readonly VariantVector[];
  };
  if (hash_vectors.length + threshold_vectors.length + variant_vectors.length === 0) {
    throw new Error(`${fileName} has no hash, threshold or variant vectors: is it a file of this kind?`);
  }
  for (const vector of hash_vectors) {
    const outputs = Object.fromEntries(Object.entries(vector).filter(([field]) => !INPUTS.has(field)));
    yield result(vector.id, hashed(vector, outputs), outputs);
  }
  for (const { id, hash01: hash, rollout_percentage, included } of threshold_vectors) {
    yield result(id, isInRollout(hash, rollout_percentage), included);
  }
  for (const { id, hash01: hash, variants, selected } of variant_vectors) {
    const pairs = variants.map(({ key, rollout_percentage }) => [key, rollout_percentage] as const);
    yield result(id, pick(hash, pairs), selected);
  }
}

/** The fields of `wanted`, computed. */
function hashed(vector: HashVector, wanted: Record<string, unknown>): Record<string, unknown> {
  const { prefix, salt } = vector;
  const { text } = makeIdentifier(vector.identifier_before_truncation ?? vector.identifier);
  const hash = hash01(makePrefix(utf8(prefix)), makeTail(utf8(text + salt)));
  const hex = sha1Hex(utf8(prefix + text + salt));
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, hash);
  const all: Record<string, unknown> = {
    input: prefix + text + salt,
    sha1_hex: hex,
    first_15_hex: hex.slice(0, 15),
    n: BigInt(`0x${hex.slice(0, 15)}`).toString(),
    hash01: hash,
    hash01_binary64_hex: view.getBigUint64(0).toString(16).padStart(16, "0"),
    rollout_checks: vector.rollout_checks?.map(({ percentage }) => ({
      percentage,
      included: isInRollout(hash, percentage),
    })),
    holdout_checks: vector.holdout_checks?.map(({ percentage }) => ({
      percentage,
      included: isInHoldout(hash, percentage),
    })),
    variant_check: vector.variant_check && {
      variants: vector.variant_check.variants,
      selected: pick(hash, vector.variant_check.variants),
    },
  };
  return Object.fromEntries(Object.keys(wanted).map((field) => [field, all[field] ?? null]));
}

function pick(hash: number, variants: readonly (readonly [string, number])[]): string | null {
  const index = pickVariant(hash, variantBounds(variants.map(([, percentage]) => percentage)));
  return variants[index]?.[0] ?? null;
}
