/** Where a property lives: on events, on persons, or on the groups of one type (by index). */
export type PropertySource = "event" | "person" | `group_${number}`;

/** Index of a group source; null for the others. */
export function groupIndexOf(source: PropertySource): number | null {
  const match = /^group_(\d)$/.exec(source);
  return match ? Number(match[1]) : null;
}

/** How the API names what a source's properties belong to. */
export function typeOf(source: PropertySource): "event" | "person" | "group" {
  return source === "event" || source === "person" ? source : "group";
}
