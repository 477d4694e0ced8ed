import type { JsonObject, JsonValue } from "../events/types.ts";
import { dependenciesOf, orderNodes, visitLeaves } from "./graph.ts";
import { inEnvironment } from "./in-environment.ts";
import { encodePayload } from "./outcomes.ts";
import type { EnvironmentSnapshot, ProjectSnapshot } from "./snapshot.ts";
import type { CohortDefinition, FlagCondition, FlagDefinition, PropertyFilter } from "./types.ts";

/** What SDKs download to evaluate flags themselves (WIRE.md 1.9). */
export interface FlagDefinitionsBody {
  readonly flags: readonly JsonObject[];
  readonly group_type_mapping: Readonly<Record<string, string>>;
  readonly cohorts: Readonly<Record<string, JsonObject>>;
  readonly minimal_flag_called_events?: true;
}

/** Inactive flags are told (others may depend on them), deleted and remote configuration ones are not. */
export function flagDefinitions(
  snapshot: ProjectSnapshot,
  environment: EnvironmentSnapshot,
): FlagDefinitionsBody {
  const flags = snapshot.flags
    .filter((flag) => !flag.deleted && !flag.is_remote_configuration)
    .map((flag) => inEnvironment(flag, environment.id));
  const chains = makeChains(flags, snapshot.cohorts);
  const cohorts = snapshot.cohorts.filter(isDownloadable);
  return {
    flags: flags.map((flag) => describe(flag, chains)),
    group_type_mapping: snapshot.groupTypes,
    cohorts: Object.fromEntries(
      cohorts.map(({ id, filters }) => [String(id), tellChains(treeOf(filters!), chains) as JsonObject]),
    ),
    ...(environment.settings.minimalFlagCalledEvents ? { minimal_flag_called_events: true as const } : {}),
  };
}

function describe(flag: FlagDefinition, chains: Chains): JsonObject {
  const { filters } = flag;
  const conditions = (groups: readonly FlagCondition[] | null | undefined) =>
    groups == null ? groups : (tellChains(groups as unknown as JsonValue, chains) as JsonValue);
  const payloads = Object.entries(filters.payloads ?? {}).flatMap(([name, payload]) => {
    const text = flag.has_encrypted_payloads ? null : encodePayload(payload);
    return text === null ? [] : [[name, text] as const];
  });
  return withoutUndefined({
    id: flag.id,
    name: flag.name,
    key: flag.key,
    active: flag.active,
    deleted: false,
    version: flag.version,
    filters: withoutUndefined({
      ...(filters as unknown as JsonObject),
      groups: conditions(filters.groups) ?? [],
      super_groups: conditions(filters.super_groups),
      payloads: Object.fromEntries(payloads),
    }),
    ensure_experience_continuity: flag.ensure_experience_continuity ?? false,
    bucketing_identifier: flag.bucketing_identifier ?? null,
    evaluation_runtime: flag.evaluation_runtime ?? "all",
    evaluation_contexts: [...(flag.evaluation_contexts ?? [])],
    evaluation_tags: [...(flag.evaluation_contexts ?? [])],
    has_experiment: flag.has_experiment ?? false,
  });
}

function withoutUndefined(object: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

/** Key of a flag named by key or id, and the flags to evaluate before and with it; no chain when broken. */
type Chains = (keyOrId: string) => { readonly key: string; readonly chain: readonly string[] };

function makeChains(flags: readonly FlagDefinition[], cohorts: readonly CohortDefinition[]): Chains {
  const byId = new Map(cohorts.map((cohort) => [String(cohort.id), cohort]));
  const indices = new Map<string, number>();
  for (const [index, { id }] of flags.entries()) indices.set(String(id), index);
  for (const [index, { key }] of flags.entries()) indices.set(key, index);
  const edges = flags.map((flag) => dependenciesOf(flag, byId).map((key) => indices.get(key) ?? -1));
  const { order, broken } = orderNodes(edges);
  return (keyOrId) => {
    const index = indices.get(keyOrId);
    if (index === undefined) return { key: keyOrId, chain: [] };
    const key = flags[index]!.key;
    if (broken.has(index)) return { key, chain: [] };
    const needed = new Set([index]);
    for (const node of needed) for (const target of edges[node]!) needed.add(target);
    return { key, chain: order.filter((node) => needed.has(node)).map((node) => flags[node]!.key) };
  };
}

/** Rewrites flag filters anywhere below: the target's key and its chain. */
function tellChains(value: JsonValue, chains: Chains): JsonValue {
  if (Array.isArray(value)) return value.map((item) => tellChains(item, chains));
  if (typeof value !== "object" || value === null) return value;
  if (value.type === "flag" && value.key !== undefined) {
    const { key, chain } = chains(String(value.key));
    return { ...value, key, dependency_chain: [...chain] };
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tellChains(item, chains)]));
}

/** SDKs read the tree itself, which the API keeps below `properties`. */
function treeOf(filters: JsonObject): JsonObject {
  const { properties } = filters;
  return typeof properties === "object" && properties !== null && !Array.isArray(properties)
    ? properties
    : filters;
}

const LOCAL_TYPES = new Set(["person", "cohort", "flag", "group", "property"]);

/** Static and behavioural cohorts need the server: SDKs that miss one ask it. */
export function isDownloadable(cohort: CohortDefinition): boolean {
  if (cohort.isStatic || cohort.filters === undefined) return false;
  let isLocal = true;
  visitLeaves(cohort.filters, (leaf: PropertyFilter) => {
    if (!LOCAL_TYPES.has(leaf.type ?? "person")) isLocal = false;
  });
  return isLocal;
}
