import type { JsonObject, JsonValue } from "../events/types.ts";
import type { CompiledFlag, CompiledFlags } from "./compile.ts";
import { evaluateFlag } from "./evaluate-flag.ts";
import { type Identifier, makeIdentifier } from "./hash/bucket.ts";
import { knownIdentifier } from "./hash/known-identifiers.ts";
import type { FlagResult } from "./result.ts";
import { groupBag, PERSON, type Run } from "./run.ts";
import { UNASKED } from "./verdict.ts";

/** What a caller tells about who asks. Group types by name. */
export interface FlagRequest {
  readonly distinctId: string;
  readonly deviceId?: string | null;
  readonly anonDistinctId?: string | null;
  readonly groups?: Readonly<Record<string, JsonValue>>;
  readonly personProperties?: JsonObject;
  readonly groupProperties?: Readonly<Record<string, JsonObject>>;
}

/** What is stored about them. The request's properties win over these. */
export interface StoredProperties {
  readonly personProperties: JsonObject;
  /** By group type index. */
  readonly groupProperties: Readonly<Record<string, JsonObject>>;
  /** Hash keys of flags with experience continuity, by flag key. */
  readonly overrides: Readonly<Record<string, string>>;
}

export interface EvaluateOptions {
  /** ms since the epoch, for relative dates. */
  readonly now: number;
  /** Indices of the flags to answer; default: all active ones (`local`: all). */
  readonly only?: readonly number[];
  /** Flags that count as off for those that depend on them (other runtime or context). */
  readonly hidden?: ReadonlySet<number>;
  /** Stored properties were needed but could not be read: absent ones leave a condition undecided. */
  readonly isPartial?: boolean;
}

/**
 * Answers for a request, in the order of the definitions. Pure: the same input gives the same objects.
 * Flags that could not be decided have `failed: true`.
 */
export function evaluate(
  compiled: CompiledFlags,
  request: FlagRequest,
  options: EvaluateOptions,
  stored?: StoredProperties,
): FlagResult[] {
  const run = startRun(compiled, request, options, stored);
  const results: FlagResult[] = [];
  if (options.only !== undefined) {
    for (const index of options.only) results.push(run.resultOf(index));
    return results;
  }
  const { flags } = compiled;
  for (let i = 0; i < flags.length; i++) {
    if (flags[i]!.isActive || compiled.dialect === "local") results.push(run.resultOf(i));
  }
  return results;
}

/** The run itself, for callers that ask for single flags or explain them. */
export function startRun(
  compiled: CompiledFlags,
  request: FlagRequest,
  options: EvaluateOptions,
  stored?: StoredProperties,
): Run {
  const { flags } = compiled;
  const results: (FlagResult | undefined)[] = new Array(flags.length);
  const isLocal = compiled.dialect === "local";
  const run: Run = {
    verdicts: new Array(compiled.filterCount).fill(UNASKED),
    now: options.now,
    bags: collectBags(compiled, request, stored),
    partialBags: isLocal || options.isPartial ? 63 : 0,
    distinct: knownIdentifier(compiled, flags.length, request.distinctId),
    device: request.deviceId ? knownIdentifier(compiled, flags.length, request.deviceId) : null,
    overrides: stored?.overrides,
    anonymous: request.anonDistinctId ? makeIdentifier(request.anonDistinctId) : null,
    groups: collectGroups(compiled, request.groups),
    resultOf: (index) => {
      const known = results[index];
      if (known !== undefined) return known;
      const result = answer(flags[index]!, run, isLocal, options.hidden);
      results[index] = result;
      return result;
    },
  };
  return run;
}

function answer(flag: CompiledFlag, run: Run, isLocal: boolean, hidden?: ReadonlySet<number>): FlagResult {
  if (hidden?.has(flag.index)) return flag.outcomes.miss("flag_disabled", null);
  return evaluateFlag(flag, run, isLocal);
}

const NO_GROUPS: readonly (Identifier | null)[] = [null, null, null, null, null];

function collectGroups(
  compiled: CompiledFlags,
  groups: FlagRequest["groups"],
): readonly (Identifier | null)[] {
  if (groups === undefined) return NO_GROUPS;
  const keys: (Identifier | null)[] = [...NO_GROUPS];
  for (const [name, key] of Object.entries(groups)) {
    const index = compiled.groupTypes.get(name);
    if (index === undefined) continue;
    if (typeof key === "number" || (typeof key === "string" && key !== ""))
      keys[index] = makeIdentifier(String(key));
  }
  return keys;
}

function collectBags(
  compiled: CompiledFlags,
  request: FlagRequest,
  stored: StoredProperties | undefined,
): (JsonObject | undefined)[] {
  const bags: (JsonObject | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined];
  bags[PERSON] = overlay(stored?.personProperties, request.personProperties);
  if (stored === undefined && request.groupProperties === undefined) return bags;
  for (const [name, index] of compiled.groupTypes) {
    bags[groupBag(index)] = overlay(stored?.groupProperties[index], request.groupProperties?.[name]);
  }
  return bags;
}

function overlay(below: JsonObject | undefined, above: JsonObject | undefined): JsonObject | undefined {
  if (below === undefined || above === undefined) return above ?? below;
  return { ...below, ...above };
}
