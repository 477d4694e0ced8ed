import type { CohortNode } from "./definition.ts";

export type CohortType = "static" | "person_property" | "behavioral" | "analytical";

const SIMPLE: ReadonlySet<string> = new Set(["performed_event", "performed_event_multiple"]);

/** What a cohort is about: counts of events are `behavioral`, life cycles and sequences `analytical`. */
export function cohortType(
  definition: CohortNode | "list",
  definitions: ReadonlyMap<number, CohortNode | "list">,
  path: readonly number[] = [],
): CohortType {
  if (definition === "list") return "static";
  switch (definition.kind) {
    case "person":
      return "person_property";
    case "behaviour":
      return SIMPLE.has(definition.behaviour.kind) ? "behavioral" : "analytical";
    case "cohort": {
      const inside = path.includes(definition.id) ? undefined : definitions.get(definition.id);
      if (inside === undefined) return "person_property";
      const type = cohortType(inside, definitions, [...path, definition.id]);
      return type === "static" ? "behavioral" : type;
    }
    case "group": {
      const types = definition.nodes.map((node) => cohortType(node, definitions, path));
      return types.includes("analytical")
        ? "analytical"
        : types.includes("behavioral")
          ? "behavioral"
          : "person_property";
    }
  }
}
