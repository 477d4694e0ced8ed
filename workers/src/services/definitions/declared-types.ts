import type { PropertyType, PropertyTypes } from "@edgewise/core/sql/context.ts";
import { listPropertyDefinitions, type PropertyDefinitionRow } from "@edgewise/db/mysql/repos/definitions.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { TenantCache } from "../query/tenant-cache.ts";

const BELIEVED_MS = 5000;
const declared = new TenantCache<PropertyTypes>();
const TYPES: ReadonlySet<string> = new Set(["String", "Numeric", "Boolean", "DateTime"]);

/** Types that people gave to properties: queries read these values so. What was only learnt stays as it was sent. */
export async function declaredTypes(tenant: ProjectTenant, deps: Deps): Promise<PropertyTypes> {
  const now = deps.now().getTime();
  const known = declared.get(tenant.projectId, now);
  if (known) return known;
  const types = typesOf(await listPropertyDefinitions(tenant, deps.db));
  declared.set(tenant.projectId, types, now + BELIEVED_MS);
  return types;
}

export function typesOf(
  rows: readonly Pick<
    PropertyDefinitionRow,
    "type" | "groupTypeIndex" | "name" | "propertyType" | "deletedAt"
  >[],
): PropertyTypes {
  const event: Record<string, PropertyType> = {};
  const person: Record<string, PropertyType> = {};
  const group: Record<number, Record<string, PropertyType>> = {};
  for (const { type, groupTypeIndex, name, propertyType, deletedAt } of rows) {
    if (propertyType === null || deletedAt !== null || !TYPES.has(propertyType)) continue;
    const value = propertyType as PropertyType;
    if (type === "event") event[name] = value;
    else if (type === "person") person[name] = value;
    else if (type === "group" && groupTypeIndex !== null) {
      group[groupTypeIndex] ??= {};
      group[groupTypeIndex][name] = value;
    }
  }
  return { event, person, group };
}
