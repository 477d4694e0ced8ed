import type { CohortError } from "@edgewise/core/cohorts/definition.ts";
import { parseCohort } from "@edgewise/core/cohorts/parse.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Group, Leaf } from "./types.ts";

/** Place of a node: the index at each level from the outermost group down. */
export type Path = readonly number[];

/** The tree with one node replaced; null takes it out. Groups that become empty go too, but for the outermost. */
export function replaceAt(tree: Group, path: Path, node: Group | Leaf | null): Group {
  const [index, ...rest] = path;
  if (index === undefined) return node && "values" in node ? node : { ...tree, values: [] };
  const values = tree.values.flatMap((value, at) => {
    if (at !== index) return [value];
    if (rest.length === 0) return node ? [node] : [];
    const inner = "values" in value ? replaceAt(value, rest, node) : value;
    return "values" in inner && inner.values.length === 0 ? [] : [inner];
  });
  return { ...tree, values };
}

/** The group with one more node at its end. */
export function appendTo(group: Group, node: Group | Leaf): Group {
  return { ...group, values: [...group.values, node] };
}

/** What is wrong with conditions and where; null when they can be saved. The API checks by the same rules. */
export function problemOf(
  tree: Group,
  known: { readonly cohorts: ReadonlySet<number>; readonly actions: ReadonlySet<number> },
): CohortError | null {
  if (tree.values.length === 0) {
    return { code: "required", message: "A cohort needs at least one condition.", attr: ROOT };
  }
  const parsed = parseCohort(tree as unknown as JsonObject, known);
  return parsed.ok ? null : parsed.error;
}

const ROOT = "filters__properties";

/** The path of the node that an error's `attr` names, and the field within it; null when it names no condition. */
export function placeOf(attr: string): { readonly path: Path; readonly field: string } | null {
  if (!attr.startsWith(ROOT)) return null;
  const parts = attr.slice(ROOT.length).split("__").filter(Boolean);
  const path: number[] = [];
  while (parts[0] === "values" && /^\d+$/.test(parts[1] ?? "")) {
    path.push(Number(parts[1]));
    parts.splice(0, 2);
  }
  return { path, field: parts.join("__") };
}
