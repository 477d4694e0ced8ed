import { type CompiledCondition, compileCondition, isGroupIndex } from "./condition.ts";
import { dependenciesOf, orderNodes } from "./graph.ts";
import { type FlagPrefix, makeFlagPrefix, variantBounds } from "./hash/bucket.ts";
import { inEnvironment } from "./in-environment.ts";
import { type FlagNeeds, findNeeds } from "./needs.ts";
import type { Dialect } from "./operators/operator.ts";
import { makeOutcomes, type Outcomes } from "./outcomes.ts";
import { describeReason, type FlagResult } from "./result.ts";
import type { Scope } from "./scope.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import type { FlagDefinition } from "./types.ts";

export interface CompileOptions {
  /** Default `server`. */
  readonly dialect?: Dialect;
  /** Default 1. */
  readonly propertyMatchingVersion?: number;
}

export interface CompiledFlag {
  readonly index: number;
  readonly definition: FlagDefinition;
  readonly prefix: FlagPrefix;
  readonly isActive: boolean;
  /** A dependency is missing or circular, here or further down. */
  readonly isBroken: boolean;
  readonly byDevice: boolean;
  readonly isContinuous: boolean;
  /** Aggregated by a group type that the project doesn't have. */
  readonly isGroupUnknown: boolean;
  readonly isEarlyExit: boolean;
  readonly conditions: readonly CompiledCondition[];
  /** The property that tells a person's own choice; null without early access. */
  readonly enrollment: string | null;
  /** Legacy early access: replaces the conditions once the person has one of its properties. */
  readonly superCondition: CompiledCondition | null;
  readonly bounds: Float64Array;
  readonly holdout: { readonly percentage: number; readonly result: FlagResult } | null;
  readonly outcomes: Outcomes;
  /** Indices of the flags its conditions refer to. */
  readonly dependencies: readonly number[];
  readonly needs: FlagNeeds;
}

export interface CompiledFlags {
  readonly flags: readonly CompiledFlag[];
  readonly dialect: Dialect;
  /** Group type index by name. */
  readonly groupTypes: ReadonlyMap<string, number>;
  /** False when no flag is for one runtime only: then nobody needs to find out the caller's. */
  readonly usesRuntime: boolean;
  /** Different filters in all conditions. */
  readonly filterCount: number;
}

type FlagSource = Pick<ProjectSnapshot, "flags" | "cohorts" | "groupTypes" | "timezone">;

/** Compiles a project's flags once: filters become closures, every possible answer an object that is shared. */
export function compileFlags(
  source: FlagSource,
  environmentId: number | null,
  options: CompileOptions = {},
): CompiledFlags {
  const dialect = options.dialect ?? "server";
  const definitions = source.flags
    .filter(({ deleted }) => deleted !== true)
    .map((flag) => inEnvironment(flag, environmentId));
  const cohorts = new Map(source.cohorts.map((cohort) => [String(cohort.id), cohort]));
  const indices = new Map([
    ...definitions.map(({ id }, index) => [String(id), index] as const),
    ...definitions.map(({ key }, index) => [key, index] as const),
  ]);
  const edges = definitions.map((flag) => dependenciesOf(flag, cohorts).map((key) => indices.get(key) ?? -1));
  const { broken } = orderNodes(edges);
  const scope: Scope = {
    options: {
      dialect,
      timezone: source.timezone,
      propertyMatchingVersion: options.propertyMatchingVersion ?? 1,
    },
    cohorts,
    environmentId,
    flagIndex: (keyOrId) => indices.get(keyOrId),
    isBroken: (index) => broken.has(index),
    shared: new Map(),
  };
  const groupTypes = new Map(Object.entries(source.groupTypes).map(([index, name]) => [name, Number(index)]));
  const known = new Set(groupTypes.values());
  const flags = definitions.map((flag, index) => compileFlag(flag, index, edges[index]!, known, scope));
  const usesRuntime = source.flags.some(({ evaluation_runtime: own }) => (own ?? "all") !== "all");
  return { flags, dialect, groupTypes, usesRuntime, filterCount: scope.shared.size };
}

function compileFlag(
  definition: FlagDefinition,
  index: number,
  dependencies: readonly number[],
  groupTypes: ReadonlySet<number>,
  scope: Scope,
): CompiledFlag {
  const { filters } = definition;
  const outcomes = makeOutcomes(definition);
  const variants = filters.multivariate?.variants ?? [];
  const names = variants.map(({ key }) => key);
  const aggregation = filters.aggregation_group_type_index;
  const condition = (group: (typeof filters.groups)[number], at: number) =>
    compileCondition(group, at, aggregation, names, scope, outcomes);
  const superGroup = filters.super_groups?.[0];
  return {
    index,
    definition,
    prefix: makeFlagPrefix(definition.key, index),
    isActive: definition.active,
    isBroken: scope.isBroken(index),
    byDevice: readBucketing(definition) === "device_id" && !isGroupIndex(aggregation),
    isContinuous: definition.ensure_experience_continuity === true,
    isGroupUnknown: isGroupIndex(aggregation) && !groupTypes.has(aggregation),
    isEarlyExit: filters.early_exit === true,
    conditions: (filters.groups ?? []).map(condition),
    enrollment: filters.feature_enrollment === true ? `$feature_enrollment/${definition.key}` : null,
    superCondition: superGroup?.properties?.length ? condition(superGroup, 0) : null,
    bounds: variantBounds(variants.map(({ rollout_percentage }) => rollout_percentage)),
    holdout: compileHoldout(definition, outcomes),
    outcomes,
    dependencies: dependencies.filter((target) => target >= 0),
    needs: findNeeds(definition, scope.cohorts),
  };
}

function compileHoldout({ filters }: FlagDefinition, outcomes: Outcomes): CompiledFlag["holdout"] {
  const percentage = Number(filters.holdout?.exclusion_percentage);
  if (filters.holdout?.id == null || !Number.isFinite(percentage)) return null;
  const reason = describeReason("holdout_condition_value", null);
  return { percentage, result: outcomes.match(`holdout-${filters.holdout.id}`, reason) };
}

/** Older definitions keep the bucketing identifier among the filters. */
function readBucketing(flag: FlagDefinition): string | null | undefined {
  const nested = (flag.filters as { bucketing_identifier?: string | null }).bucketing_identifier;
  return flag.bucketing_identifier ?? nested;
}
