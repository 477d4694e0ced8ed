import type { GroupType } from "../../lib/api/types.ts";
import type { Group } from "./api.ts";

/** What to call a group: its name, else its key. */
export function groupName({
  group_key,
  group_properties,
}: Pick<Group, "group_key" | "group_properties">): string {
  const { name } = group_properties;
  return typeof name === "string" && name !== "" ? name : group_key;
}

/** What groups of a type are called: the name that was given, else the type with a capital letter. */
export function groupTypeTitle({ group_type, name_plural }: GroupType): string {
  return name_plural || group_type.slice(0, 1).toUpperCase() + group_type.slice(1);
}
