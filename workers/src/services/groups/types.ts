import type { RegionDeps } from "../../deps.ts";

export interface GroupType {
  readonly group_type: string;
  readonly group_type_index: number;
}

/** A project's group types by index; the config object assigns them when events first name them. */
export async function groupTypesOf(projectId: number, deps: RegionDeps): Promise<GroupType[]> {
  const names = await deps.configOf(projectId).groupTypes();
  return Object.entries(names)
    .map(([index, name]) => ({ group_type: name, group_type_index: Number(index) }))
    .sort((a, b) => a.group_type_index - b.group_type_index);
}
