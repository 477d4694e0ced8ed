import type { Group } from "./api.ts";

/** What to call a group: its name, else its key. */
export function groupName({
  group_key,
  group_properties,
}: Pick<Group, "group_key" | "group_properties">): string {
  const { name } = group_properties;
  return typeof name === "string" && name !== "" ? name : group_key;
}
