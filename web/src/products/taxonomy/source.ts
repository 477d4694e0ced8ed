/** Where a property lives; groups of one type by index. */
export type PropertySource =
  | "event"
  | "person"
  | "session"
  | "element"
  | "event_metadata"
  | `group_${number}`;

/** Index of a group source; null for the others. */
export function groupIndexOf(source: PropertySource): number | null {
  const match = /^group_(\d)$/.exec(source);
  return match ? Number(match[1]) : null;
}

/** How the API names what a source's properties belong to. */
export function typeOf(
  source: PropertySource,
): "event" | "person" | "group" | "session" | "element" | "event_metadata" {
  return groupIndexOf(source) === null ? (source as Exclude<PropertySource, `group_${number}`>) : "group";
}

/** Properties that every project has: no data has to be asked for them. */
export const FIXED_PROPERTIES: Readonly<Partial<Record<PropertySource, readonly string[]>>> = {
  element: ["text", "tag_name", "href", "selector"],
  event_metadata: ["event", "distinct_id", "person_id", "session_id", "timestamp"],
};
