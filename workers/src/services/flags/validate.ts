import { dependenciesOf, orderNodes } from "@edgewise/core/flags/graph.ts";
import type { FlagDefinition, FlagFilters } from "@edgewise/core/flags/types.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { allFlags, type FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import { invalid } from "../../http/errors.ts";
import { flagDefinition } from "../config/build-snapshot.ts";
import { type FiltersBody, isFlagKey } from "./body.ts";
import { checkFilters } from "./check-filters.ts";

/** Throws when a key can't be one. */
export function checkKey(key: string): void {
  if (isFlagKey(key)) return;
  throw invalid("key", `Flag key "${key}" is invalid: use letters, digits, "-" and "_".`);
}

/** Throws when a flag with these filters could not be evaluated in its project. `id` null = a new flag. */
export async function checkDefinition(
  tenant: ProjectTenant,
  tx: Executor,
  flag: { id: number | null; key: string; filters: FiltersBody },
): Promise<void> {
  const [flags, cohorts] = await Promise.all([allFlags(tenant, tx), allCohorts(tenant, tx)]);
  const others = flags.filter((other) => other.id !== flag.id);
  const known = new Set(others.flatMap((other) => [other.key, String(other.id)]));
  const own = [flag.key, String(flag.id ?? "")];
  const byId = new Map(cohorts.map((cohort) => [cohort.id, cohort]));
  checkFilters(flag.filters, { cohorts: byId, flags: new Set([...known, ...own]) });
  checkCycle(
    flag,
    others,
    new Map(cohorts.map((cohort) => [String(cohort.id), { id: cohort.id, filters: cohort.filters }])),
  );
}

function checkCycle(
  flag: { id: number | null; key: string; filters: FiltersBody },
  others: readonly FlagRow[],
  cohorts: Parameters<typeof dependenciesOf>[1],
): void {
  const filters = flag.filters as FlagFilters;
  const self: FlagDefinition = {
    id: flag.id ?? -1,
    key: flag.key,
    name: "",
    active: true,
    version: 0,
    filters,
  };
  const nodes = [self, ...others.map(flagDefinition)];
  const index = new Map(
    nodes.flatMap((node, at) => [[String(node.id), at] as const, [node.key, at] as const]),
  );
  const edges = nodes.map((node) => dependenciesOf(node, cohorts).map((key) => index.get(key) ?? -1));
  if (!orderNodes(edges).broken.has(0)) return;
  throw invalid("filters", `Flag "${flag.key}" would depend on itself.`, "circular_dependency");
}

/** Keys of the live flags whose conditions refer to `flag`. */
export async function dependentsOf(tenant: ProjectTenant, tx: Executor, flag: FlagRow): Promise<FlagRow[]> {
  const flags = await allFlags(tenant, tx);
  return flags.filter((other) => {
    const wanted = dependenciesOf(flagDefinition(other), new Map());
    return other.id !== flag.id && (wanted.includes(flag.key) || wanted.includes(String(flag.id)));
  });
}
