import { AGGREGATE, WINDOW } from "./aggregate.ts";
import { COLLECTIONS } from "./collections.ts";
import type { FunctionEntry } from "./entry.ts";
import { SCALAR } from "./scalar.ts";
import { TIME } from "./time.ts";

/** Every function that may be called, by name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(
  [...SCALAR, ...COLLECTIONS, ...TIME, ...AGGREGATE, ...WINDOW].map((entry) => [entry.name, entry]),
);

const ANY_CASE: ReadonlyMap<string, FunctionEntry> = new Map(
  [...FUNCTIONS.values()].filter((entry) => entry.anyCase).map((entry) => [entry.name.toLowerCase(), entry]),
);

/** Suffix → arguments it adds. */
const COMBINATORS: readonly (readonly [string, number])[] = [
  ["If", 1],
  ["Array", 0],
  ["Distinct", 0],
  ["OrNull", 0],
  ["OrDefault", 0],
  ["State", 0],
  ["Merge", 0],
  ["MergeState", 0],
  ["Map", 0],
  ["ForEach", 0],
  ["ArgMin", 1],
  ["ArgMax", 1],
];

/** The row of a function as written, combinators resolved; undefined = can't be called. */
export function lookupFunction(name: string, depth = 0): FunctionEntry | undefined {
  const entry = FUNCTIONS.get(name) ?? ANY_CASE.get(name.toLowerCase());
  if (entry || depth > 3) return entry;
  for (const [suffix, added] of COMBINATORS) {
    if (!name.endsWith(suffix) || name.length === suffix.length) continue;
    const base = lookupFunction(name.slice(0, -suffix.length), depth + 1);
    if (base?.kind !== "aggregate" || base.template !== undefined) continue;
    return combined(base, suffix, added);
  }
  return undefined;
}

function combined(base: FunctionEntry, suffix: string, added: number): FunctionEntry {
  const plain = suffix === "If" || suffix === "Distinct";
  // A merge takes the state alone, however many arguments made it.
  const merges = suffix === "Merge" || suffix === "MergeState";
  return {
    ...base,
    name: `${base.name}${suffix}`,
    min: merges ? 1 : base.min + added,
    max: merges ? 1 : base.max + added,
    type:
      plain || suffix === "OrNull" || suffix === "OrDefault" || suffix === "Array" ? base.type : "unknown",
    nulls: suffix === "OrNull" ? "always" : base.nulls,
  };
}

/** The allowed name nearest to a wrong one, when it is near enough to be a typing mistake. */
export function nearestFunction(name: string): string | undefined {
  return nearest(name, FUNCTIONS.keys());
}

export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().slice(0, 64);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit` when it is certainly more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(cost, (before[j - 2] ?? 0) + 1) : cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
