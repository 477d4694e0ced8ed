import type { Select } from "@edgewise/core/sql/ast.ts";
import { call, constant, field, select } from "@edgewise/core/sql/build.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { CompileContext, GroupType } from "@edgewise/core/sql/context.ts";
import type { RegionDeps } from "../../deps.ts";
import type { Warehouse } from "../../ports/warehouse.ts";
import { groupTypesOf } from "../groups/types.ts";
import { TenantCache } from "./tenant-cache.ts";

/** How long "no person was ever merged" is believed; the opposite stays true. */
const NO_OVERRIDES_MS = 2000;
const HAS_OVERRIDES_MS = 600_000;
const GROUP_TYPES_MS = 5000;

const overrides = new TenantCache<boolean>();
const groupTypes = new TenantCache<readonly GroupType[]>();

/** Group types of a project; none when they can't be asked for. */
export async function knownGroupTypes(projectId: number, deps: RegionDeps): Promise<readonly GroupType[]> {
  const now = deps.now().getTime();
  const known = groupTypes.get(projectId, now);
  if (known) return known;
  try {
    const types = await groupTypesOf(projectId, deps);
    const value = types.map(({ group_type: name, group_type_index: index }) => ({ name, index }));
    groupTypes.set(projectId, value, now + GROUP_TYPES_MS);
    return value;
  } catch {
    return [];
  }
}

/** True when the environment ever had a merge, so that queries about persons must look up who is who. */
export async function hasPersonOverrides(
  warehouse: Warehouse,
  context: Omit<CompileContext, "hasPersonOverrides">,
): Promise<boolean> {
  const { environmentId, now } = context;
  const known = overrides.get(environmentId, now);
  if (known !== undefined) return known;
  const query = select({ select: [constant(1)], from: "person_distinct_id_overrides", limit: 1 });
  const rows = await read(warehouse, query, { ...context, hasPersonOverrides: false });
  // Without an answer the join is right in both cases, only slower.
  if (!rows) return true;
  const value = rows.length > 0;
  overrides.set(environmentId, value, now + (value ? HAS_OVERRIDES_MS : NO_OVERRIDES_MS));
  return value;
}

/** Start (ms) of the UTC day of the environment's first event; undefined when it has none. */
export async function earliestEvent(
  warehouse: Warehouse,
  context: Omit<CompileContext, "hasPersonOverrides">,
): Promise<number | undefined> {
  const query = select({ select: [call("min", field("day"))], from: "events" });
  const rows = await read(warehouse, query, { ...context, hasPersonOverrides: false });
  const ms = Date.parse(`${rows?.[0]?.[0] ?? ""}T00:00:00Z`);
  return Number.isNaN(ms) || ms === 0 ? undefined : ms;
}

async function read(
  warehouse: Warehouse,
  query: Select,
  context: CompileContext,
): Promise<readonly (readonly unknown[])[] | undefined> {
  const compiled = compileQuery(query, context);
  if (!compiled.ok) return undefined;
  const result = await warehouse.query(compiled.value, { maxExecutionSeconds: 10 });
  return result.ok ? result.value.rows : undefined;
}
