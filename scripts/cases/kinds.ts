import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CaseKind } from "./case.ts";

/** Each kind's runner, loaded when asked for. */
const MODULES = {
  "flag-consistency": "./flag-consistency.ts",
  "flag-evaluation": "./flag-evaluation.ts",
  "flag-local": "./flag-local.ts",
  "property-matching": "./property-matching.ts",
  "cohort-matching": "./cohort-matching.ts",
  "relative-dates": "./relative-dates.ts",
  hash: "./hash.ts",
  traffic: "./traffic.ts",
  insights: "./insights.ts",
  stats: "./stats.ts",
} as const;

export type KindName = keyof typeof MODULES;
export const KIND_NAMES = Object.keys(MODULES) as KindName[];

export function isKind(name: string): name is KindName {
  return Object.hasOwn(MODULES, name);
}

/** The runner of a kind. */
export async function loadKind(name: KindName): Promise<CaseKind> {
  const path = join(import.meta.dirname, MODULES[name]);
  return (await import(pathToFileURL(path).href)) as CaseKind;
}
