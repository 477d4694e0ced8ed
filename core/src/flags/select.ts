import type { CompiledFlag, CompiledFlags } from "./compile.ts";
import type { FlagRequest } from "./evaluate.ts";
import { groupBag, PERSON } from "./run.ts";
import type { Runtime } from "./runtime.ts";

/** Which flags a caller may see. */
export interface SelectOptions {
  readonly runtime: Runtime | "all";
  readonly contexts: readonly string[];
  /** Only keys that start with `survey-targeting-`. */
  readonly surveysOnly?: boolean;
  /** Only these keys; undefined = all. */
  readonly keys?: readonly string[];
}

/** The flags to answer, and what deciding them may need beyond the request. */
export interface Selection {
  readonly only: readonly number[];
  /** Not for this caller: off for flags that depend on them. */
  readonly hidden: ReadonlySet<number>;
  /** Property names by bag. */
  readonly properties: readonly ReadonlySet<string>[];
  /** Keys of flags with experience continuity whose answer a stored hash key may change. */
  readonly overrides: readonly string[];
  readonly usesGeo: boolean;
}

/** What must be read from the partition before evaluating. */
export interface StoredNeeds {
  readonly person: boolean;
  /** Group key by group type index. */
  readonly groups: Readonly<Record<string, string>>;
  readonly overrides: readonly string[];
}

const SURVEY_PREFIX = "survey-targeting-";
const MAX_CACHED = 64;
const cache = new WeakMap<CompiledFlags, Map<string, Selection>>();

/** Callers come in few kinds, so selections without explicit keys are kept. */
export function selectFlags(compiled: CompiledFlags, options: SelectOptions): Selection {
  if (options.keys !== undefined) return select(compiled, options);
  const { runtime, contexts, surveysOnly } = options;
  const isPlain = contexts.length === 0 && surveysOnly !== true;
  const name = isPlain ? runtime : JSON.stringify([runtime, contexts, surveysOnly === true]);
  let known = cache.get(compiled);
  if (known === undefined) {
    known = new Map();
    cache.set(compiled, known);
  }
  let selection = known.get(name);
  if (selection === undefined) {
    selection = select(compiled, options);
    if (known.size >= MAX_CACHED) known.clear();
    known.set(name, selection);
  }
  return selection;
}

function select(compiled: CompiledFlags, options: SelectOptions): Selection {
  const { flags } = compiled;
  const hidden = new Set(flags.filter((flag) => !isVisible(flag, options)).map(({ index }) => index));
  const keys = options.keys === undefined ? null : new Set(options.keys);
  const only = flags
    .filter((flag) => flag.isActive && !hidden.has(flag.index))
    .filter(({ definition: { key } }) => keys === null || keys.has(key))
    .filter(({ definition: { key } }) => !options.surveysOnly || key.startsWith(SURVEY_PREFIX))
    .map(({ index }) => index);
  const involved = closure(flags, only, hidden).map((index) => flags[index]!);
  const properties = Array.from(
    { length: 6 },
    (_, bag) => new Set(involved.flatMap(({ needs }) => [...needs.properties[bag]!])),
  );
  return {
    only,
    hidden,
    properties,
    overrides: involved.filter(({ needs }) => needs.override).map(({ definition }) => definition.key),
    usesGeo: [...properties[PERSON]!].some((name) => name.includes("$geoip_")),
  };
}

function isVisible({ definition }: CompiledFlag, { runtime, contexts }: SelectOptions): boolean {
  const own = definition.evaluation_runtime ?? "all";
  if (own !== "all" && runtime !== "all" && own !== runtime) return false;
  const tags = definition.evaluation_contexts ?? [];
  return tags.length === 0 || contexts.length === 0 || tags.some((tag) => contexts.includes(tag));
}

/** The flags and all they depend on. */
function closure(
  flags: readonly CompiledFlag[],
  roots: readonly number[],
  hidden: ReadonlySet<number>,
): number[] {
  const found = new Set(roots);
  for (const index of found) {
    for (const target of flags[index]!.dependencies) if (!hidden.has(target)) found.add(target);
  }
  return [...found];
}

/** Null when the request itself brings everything. */
export function findStoredNeeds(
  compiled: CompiledFlags,
  { properties, overrides }: Selection,
  request: FlagRequest,
): StoredNeeds | null {
  const person = request.distinctId !== "" && lacksSome(properties[PERSON]!, request.personProperties);
  const groups: Record<string, string> = {};
  if (request.groups !== undefined) {
    for (const [name, index] of compiled.groupTypes) {
      const key = request.groups[name];
      if ((typeof key !== "string" && typeof key !== "number") || key === "") continue;
      if (lacksSome(properties[groupBag(index)]!, request.groupProperties?.[name]))
        groups[index] = String(key);
    }
  }
  const wanted = request.distinctId === "" ? [] : overrides;
  const needsNothing = !person && wanted.length === 0 && Object.keys(groups).length === 0;
  return needsNothing ? null : { person, groups, overrides: wanted };
}

function lacksSome(names: ReadonlySet<string>, given: object | undefined): boolean {
  for (const name of names) if (given === undefined || !Object.hasOwn(given, name)) return true;
  return false;
}
