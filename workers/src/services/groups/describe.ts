import { type GroupTypeRow, listGroupTypes, putGroupType } from "@edgewise/db/mysql/repos/group-types.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { recordActivity } from "../activity/record.ts";
import { type GroupType, groupTypesOf } from "./types.ts";

/** A group type with what people call it. */
export interface DescribedGroupType extends GroupType {
  readonly name_singular: string | null;
  readonly name_plural: string | null;
  readonly detail_dashboard: null;
  readonly default_columns: readonly string[] | null;
  readonly created_at: null;
}

/** A project's group types by index, with the names people gave them. */
export async function describedGroupTypes(
  tenant: ProjectTenant,
  deps: RegionDeps,
): Promise<DescribedGroupType[]> {
  const [types, rows] = await Promise.all([
    groupTypesOf(tenant.projectId, deps),
    listGroupTypes(tenant, deps.db),
  ]);
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  return types.map((type) => describe(type, byIndex.get(type.group_type_index)));
}

const describe = (type: GroupType, row: GroupTypeRow | undefined): DescribedGroupType => ({
  ...type,
  name_singular: row?.nameSingular ?? null,
  name_plural: row?.namePlural ?? null,
  detail_dashboard: null,
  default_columns: row?.defaultColumns ?? null,
  created_at: null,
});

export interface GroupTypeNames {
  readonly group_type_index: number;
  readonly name_singular?: string | null;
  readonly name_plural?: string | null;
  readonly default_columns?: readonly string[] | null;
}

/** Names group types; fields that are not given stay. Refuses a type that no event has named yet. */
export async function nameGroupTypes(
  access: ProjectAccess,
  names: readonly GroupTypeNames[],
  deps: RegionDeps,
) {
  const known = await describedGroupTypes(access, deps);
  const rows = names.map((given, position) => {
    const type = known.find(({ group_type_index: index }) => index === given.group_type_index);
    if (!type)
      throw invalid(`${position}__group_type_index`, "There is no such group type.", "does_not_exist");
    const { name_singular: singular, name_plural: plural, default_columns: columns } = { ...type, ...given };
    return {
      index: type.group_type_index,
      name: type.group_type,
      nameSingular: singular,
      namePlural: plural,
      defaultColumns: columns === null ? null : [...columns],
      createdAt: deps.now(),
    };
  });
  await deps.db.transaction(async (tx) => {
    for (const row of rows) {
      await putGroupType(access, tx, row);
      const entry = { scope: "GroupType", itemId: row.index, activity: "updated", name: row.name };
      await recordActivity(access, tx, deps, entry);
    }
  });
}
