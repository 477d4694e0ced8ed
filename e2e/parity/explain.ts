import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { PropertyFilter } from "@edgewise/core/flags/types.ts";
import type { Answer } from "./answers.ts";
import type { Person } from "./arbitrary-person.ts";
import type { FlagBody } from "./arbitrary-world.ts";
import { type Cause, type Doubt, doubtsOfFilter } from "./doubt.ts";
import type { Published } from "./publish.ts";

const GROUP_TYPES = ["company", "team"];

/**
 * Why posthog-node and the edge answer differently about a flag: the first cause that its own conditions, cohorts and
 * dependencies show for this person and that has this effect; null when nothing explains it.
 */
export function explainNode(
  key: string,
  person: Person,
  published: Published,
  node: Answer,
  edge: Answer,
  now: number,
): Cause | null {
  const flag = published.flags.find((one) => one.key === key)!;
  const doubts = doubtsOfFlag(flag, person, published, now);
  if (doubts.some(({ cause }) => cause === "unexplained")) return null;
  if (edge.value === undefined) {
    return (
      doubts.find(({ cause }) => cause === "undecided at the edge" || cause === "runtime")?.cause ?? null
    );
  }
  // Undecided conditions are skipped: a later one may decide.
  const other = doubts.find(({ effect }) => effect === "other")?.cause;
  const undecided = doubts.find(({ effect }) => effect === "undecided")?.cause;
  return (node.value === undefined ? undecided : (other ?? undecided)) ?? null;
}

function doubtsOfFlag(flag: FlagBody, person: Person, published: Published, now: number): Doubt[] {
  if (!flag.active) return [];
  const { filters } = flag;
  const own: Doubt[] = [];
  if (flag.ensure_experience_continuity) own.push({ cause: "experience continuity", effect: "undecided" });
  if (flag.is_remote_configuration) own.push({ cause: "remote configuration", effect: "undecided" });
  if (flag.evaluation_runtime === "client") own.push({ cause: "runtime", effect: "other" });
  return [
    ...own,
    ...filters.groups.flatMap((condition) => {
      const given = condition.aggregation_group_type_index;
      const type = given === undefined ? filters.aggregation_group_type_index : given;
      const bag = type == null ? person.properties : person.groupProperties[GROUP_TYPES[type]!];
      const look = (filter: PropertyFilter): Doubt[] => doubtsOf(filter, bag ?? {}, look);
      const doubtsOf = (filter: PropertyFilter, properties: JsonObject, again: typeof look): Doubt[] => {
        if (filter.type === "flag") {
          const target = published.flags.find(({ key }) => key === filter.key);
          return target ? doubtsOfFlag(target, person, published, now) : [];
        }
        if (filter.type !== "cohort") return doubtsOfFilter(filter, properties[filter.key], now);
        const cohort = published.cohorts.get(Number(filter.value));
        if (!cohort)
          return [
            { cause: "list of members", effect: "undecided" },
            { cause: "undecided at the edge", effect: "other" },
          ];
        return leavesOf(cohort).flatMap(again);
      };
      return (condition.properties ?? []).flatMap(look);
    }),
  ];
}

/** The filters of a cohort, whatever their depth. */
function leavesOf(group: JsonObject): PropertyFilter[] {
  if (!Array.isArray(group.values)) return [group as unknown as PropertyFilter];
  return group.values.flatMap((value: JsonValue) => leavesOf(value as JsonObject));
}
