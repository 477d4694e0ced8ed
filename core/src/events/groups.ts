import { isObject } from "./envelope.ts";
import { idText } from "./identity-rules.ts";
import type { GroupUpdate, JsonObject, JsonValue } from "./types.ts";

/** Index of a group type: null when all five are taken, undefined when it was not looked up. */
export type GroupIndex = (type: string) => number | null | undefined;

interface GroupColumns {
  readonly columns: string;
  readonly refused: readonly string[];
}

/** Group type names that a request mentions and `known` does not have: they must be assigned before it is built. */
export function unknownGroupTypes(events: readonly JsonValue[], known: GroupIndex): Set<string> {
  const unknown = new Set<string>();
  const see = (type: string) => {
    if (type !== "" && type.length <= 400 && known(type) === undefined) unknown.add(type);
  };
  for (const event of events) {
    const properties = isObject(event) ? event.properties : undefined;
    if (!isObject(properties)) continue;
    if (isObject(properties.$groups)) for (const type in properties.$groups) see(type);
    if (isObject(event) && event.event === "$groupidentify") see(idText(properties.$group_type));
  }
  return unknown;
}

const NO_GROUPS: GroupColumns = { columns: "", refused: [] };

/** Writes `$group_0…4` from `$groups`; returns the row columns and the types that found no index. */
export function groupColumns(properties: JsonObject, indexOf: GroupIndex): GroupColumns {
  const groups = properties.$groups;
  if (!isObject(groups)) return NO_GROUPS;
  const refused: string[] = [];
  let columns = "";
  for (const type in groups) {
    const key = idText(groups[type]);
    if (key === "") continue;
    const index = indexOf(type);
    if (index === null || index === undefined) refused.push(type);
    else {
      properties[`$group_${index}`] = key;
      columns += `,"group_${index}":${JSON.stringify(key)}`;
    }
  }
  return { columns, refused };
}

/** What `$groupidentify` changes; the text says why nothing is changed. */
export function groupUpdate(
  properties: JsonObject,
  indexOf: GroupIndex,
): GroupUpdate | "invalid_group_identify" | "group_type_limit" {
  const type = idText(properties.$group_type);
  const key = idText(properties.$group_key);
  if (type === "" || key === "") return "invalid_group_identify";
  const index = indexOf(type);
  if (index === null || index === undefined) return "group_type_limit";
  return { type, index, key, set: isObject(properties.$group_set) ? properties.$group_set : {} };
}
