import { dependenciesOf, findCycle } from "@edgewise/core/flags/graph.ts";
import { inEnvironment } from "@edgewise/core/flags/in-environment.ts";
import type { FlagDefinition, FlagFilters } from "@edgewise/core/flags/types.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { cohortsWithEdgeIds } from "@edgewise/db/mysql/repos/cohort-states.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { allFlags, type FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import { flagDefinition } from "../config/build-snapshot.ts";
import { type FiltersBody, isFlagKey } from "./body.ts";
import { checkFilters } from "./check-filters.ts";
import { checkSize } from "./check-size.ts";
import { knownFlags } from "./live-flags.ts";

/** Throws when a key can't be one. */
export function checkKey(key: string): void {
  if (isFlagKey(key)) return;
  throw invalid("key", `Flag key "${key}" is invalid: use letters, digits, "-" and "_".`);
}

/** Throws when a flag with these filters could not be evaluated in its project. `id` null = a new flag. */
export async function checkDefinition(
  tenant: ProjectTenant,
  tx: Executor,
  flag: CheckedFlag,
  deps: Deps,
): Promise<void> {
  const [flags, cohorts, listed] = await Promise.all([
    knownFlags(deps).read(tenant, tx, false),
    allCohorts(tenant, tx),
    cohortsWithEdgeIds(tenant, tx),
  ]);
  const others = flags.filter((other) => other.id !== flag.id);
  const known = new Set(others.flatMap((other) => [other.key, String(other.id)]));
  const own = [flag.key, String(flag.id ?? "")];
  const byId = new Map(cohorts.map((cohort) => [cohort.id, cohort]));
  const flagNames = new Set([...known, ...own]);
  const context = { cohorts: byId, listed, flags: flagNames, sealed: flag.hasEncryptedPayloads };
  for (const [, filters] of definitionsOf(flag)) checkFilters(filters as FiltersBody, context);
  checkSize([flag, ...others].flatMap(definitionsOf).map(([, filters]) => filters));
  const definitions = new Map(
    cohorts.map((cohort) => [String(cohort.id), { id: cohort.id, filters: cohort.filters }]),
  );
  // A circle may exist in one environment only.
  const places = new Set([flag, ...others].flatMap(({ environments }) => Object.keys(environments)));
  for (const place of [null, ...[...places].map(Number)]) checkCycle(flag, others, definitions, place);
}

type CheckedFlag = Pick<FlagRow, "key" | "filters" | "environments" | "hasEncryptedPayloads"> & {
  readonly id: number | null;
};

/** Every form that a flag has: the common one and those of single environments. */
function definitionsOf({ filters, environments }: CheckedFlag): [string | null, FlagFilters][] {
  const own = Object.entries(environments).flatMap(([id, state]) =>
    state.filters === undefined ? [] : [[id, state.filters] as [string, FlagFilters]],
  );
  return [[null, filters], ...own];
}

function checkCycle(
  flag: CheckedFlag,
  others: readonly FlagRow[],
  cohorts: Parameters<typeof dependenciesOf>[1],
  environmentId: number | null,
): void {
  const self: FlagDefinition = {
    id: flag.id ?? -1,
    key: flag.key,
    name: "",
    active: true,
    version: 0,
    filters: flag.filters,
    environments: flag.environments,
  };
  const nodes = [self, ...others.map(flagDefinition)].map((node) => inEnvironment(node, environmentId));
  const index = new Map(
    nodes.flatMap((node, at) => [[String(node.id), at] as const, [node.key, at] as const]),
  );
  const edges = nodes.map((node) => dependenciesOf(node, cohorts).map((key) => index.get(key) ?? -1));
  const cycle = findCycle(edges, 0);
  if (!cycle) return;
  const way = cycle.map((index) => nodes[index]!.key).join(" → ");
  throw invalid("filters", `Flag "${flag.key}" would depend on itself: ${way}.`, "circular_dependency");
}

/** Keys of the live flags whose conditions refer to `flag`. */
export async function dependentsOf(tenant: ProjectTenant, tx: Executor, flag: FlagRow): Promise<FlagRow[]> {
  const flags = await allFlags(tenant, tx);
  return flags.filter((other) => {
    const wanted = definitionsOf(other).flatMap(([, filters]) =>
      dependenciesOf({ ...flagDefinition(other), filters }, new Map()),
    );
    return other.id !== flag.id && (wanted.includes(flag.key) || wanted.includes(String(flag.id)));
  });
}
