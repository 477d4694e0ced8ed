import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { OPERATOR_NAMES } from "@edgewise/core/flags/operators/registry.ts";
import * as z from "zod";
import { invalid } from "../../http/errors.ts";

export const cohortBody = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).optional(),
  filters: z.object({ properties: z.record(z.string(), z.json()) }).optional(),
  is_static: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

export type CohortBody = z.output<typeof cohortBody>;

const MAX_DEPTH = 10;
const OPERATORS: ReadonlySet<string> = new Set([...OPERATOR_NAMES, "in", "not_in"]);
const NO_VALUE: ReadonlySet<string> = new Set(["is_set", "is_not_set"]);

/**
 * Throws for the first leaf that a cohort of this version can't have. Leaves are properties of persons and other
 * cohorts; behaviour comes with the cohort product.
 */
export function checkCohortFilters(filters: { properties: JsonObject }, known: ReadonlySet<number>): void {
  checkGroup(filters.properties, "filters__properties", known, 0);
}

function checkGroup(group: JsonObject, attr: string, known: ReadonlySet<number>, depth: number): void {
  if (depth > MAX_DEPTH) throw invalid(attr, `Groups are nested more than ${MAX_DEPTH} levels deep.`);
  if (Object.keys(group).length === 0) return;
  if (group.type !== "AND" && group.type !== "OR") {
    throw invalid(`${attr}__type`, 'A group is of type "AND" or "OR".', "invalid_choice");
  }
  if (!Array.isArray(group.values)) throw invalid(`${attr}__values`, "This field is required.", "required");
  if (group.values.length === 0) throw invalid(`${attr}__values`, "A group needs at least one condition.");
  group.values.forEach((value, index) => {
    const at = `${attr}__values__${index}`;
    if (!isObject(value)) throw invalid(at, "A condition is an object.");
    if ("values" in value) checkGroup(value, at, known, depth + 1);
    else checkLeaf(value, at, known);
  });
}

function checkLeaf(leaf: JsonObject, attr: string, known: ReadonlySet<number>): void {
  const { type, key, operator = "exact", value = null } = leaf;
  if (type === "behavioral") {
    throw invalid(`${attr}__type`, "Behavioral conditions are not supported yet.", "invalid_choice");
  }
  if (type !== "person" && type !== "cohort") {
    throw invalid(`${attr}__type`, 'A condition is of type "person" or "cohort".', "invalid_choice");
  }
  if (type === "cohort") {
    if (known.has(Number(value))) return;
    throw invalid(`${attr}__value`, `Cohort ${JSON.stringify(value)} does not exist.`, "does_not_exist");
  }
  if (typeof key !== "string" || key === "")
    throw invalid(`${attr}__key`, "This field is required.", "required");
  if (!OPERATORS.has(String(operator))) {
    throw invalid(`${attr}__operator`, `${JSON.stringify(operator)} is not an operator.`, "invalid_choice");
  }
  if (value === null && !NO_VALUE.has(String(operator))) {
    throw invalid(`${attr}__value`, `The operator "${String(operator)}" needs a value.`, "required");
  }
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
