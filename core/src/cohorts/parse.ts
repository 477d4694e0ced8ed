import type { JsonObject, JsonValue } from "../events/types.ts";
import { OPERATOR_NAMES } from "../flags/operators/registry.ts";
import type { Result } from "../sql/result.ts";
import { parseBehaviour } from "./behaviour/parse.ts";
import type { CohortError, CohortLeaf, CohortNode } from "./definition.ts";
import { CohortProblem, required } from "./problem.ts";

const MAX_DEPTH = 10;
const MAX_LEAVES = 200;
const OPERATORS: ReadonlySet<string> = new Set([...OPERATOR_NAMES, "in", "not_in", "min", "max"]);
const NO_VALUE: ReadonlySet<string> = new Set(["is_set", "is_not_set"]);
const COHORT_TYPES: ReadonlySet<unknown> = new Set([
  "cohort",
  "static-cohort",
  "dynamic-cohort",
  "precalculated-cohort",
]);

/** Names that a definition may refer to. */
export interface KnownNames {
  readonly cohorts: ReadonlySet<number>;
  readonly actions: ReadonlySet<number>;
}

/** Reads `filters.properties` of a cohort; the first condition that can't be, is an error that says how to mend it. */
export function parseCohort(
  properties: JsonObject,
  known: KnownNames,
  attr = "filters__properties",
): Result<CohortNode, CohortError> {
  let leaves = 0;
  const group = (tree: JsonObject, at: string, depth: number): CohortNode => {
    if (depth > MAX_DEPTH)
      throw new CohortProblem(at, `Groups are nested more than ${MAX_DEPTH} levels deep.`);
    if (Object.keys(tree).length === 0) return { kind: "group", type: "AND", nodes: [] };
    const { type, values } = tree;
    if (type !== "AND" && type !== "OR") {
      throw new CohortProblem(`${at}__type`, 'A group is of type "AND" or "OR".', "invalid_choice");
    }
    if (!Array.isArray(values)) throw required(`${at}__values`);
    if (values.length === 0)
      throw new CohortProblem(`${at}__values`, "A group needs at least one condition.");
    const nodes = values.map((value, index): CohortNode => {
      const path = `${at}__values__${index}`;
      if (!isObject(value)) throw new CohortProblem(path, "A condition is an object.");
      if ("values" in value) return group(value, path, depth + 1);
      if (++leaves > MAX_LEAVES)
        throw new CohortProblem(path, `A cohort has at most ${MAX_LEAVES} conditions.`);
      return parseLeaf(value, path, known);
    });
    return { kind: "group", type, nodes };
  };
  try {
    return { ok: true, value: group(properties, attr, 0) };
  } catch (error) {
    if (error instanceof CohortProblem) return { ok: false, error: error.error };
    throw error;
  }
}

function parseLeaf(leaf: JsonObject, attr: string, known: KnownNames): CohortLeaf {
  const { type } = leaf;
  const negated = leaf.negation === true;
  if (type === "behavioral")
    return { kind: "behaviour", behaviour: parseBehaviour(leaf, attr, known), negated };
  if (COHORT_TYPES.has(type)) {
    const id = Number(leaf.value);
    if (!known.cohorts.has(id)) {
      const message = `Cohort ${JSON.stringify(leaf.value ?? null)} does not exist.`;
      throw new CohortProblem(`${attr}__value`, message, "does_not_exist");
    }
    return { kind: "cohort", id, negated: negated !== (leaf.operator === "not_in") };
  }
  if (type === "person" || type === "person_metadata") {
    checkPerson(leaf, attr);
    return { kind: "person", filter: leaf, negated };
  }
  const message = 'A condition is of type "person", "behavioral" or "cohort".';
  throw new CohortProblem(`${attr}__type`, message, "invalid_choice");
}

function checkPerson({ key, operator = "exact", value = null }: JsonObject, attr: string): void {
  if (typeof key !== "string" || key === "") throw required(`${attr}__key`);
  if (!OPERATORS.has(String(operator))) {
    const message = `${JSON.stringify(operator)} is not an operator.`;
    throw new CohortProblem(`${attr}__operator`, message, "invalid_choice");
  }
  if (value === null && !NO_VALUE.has(String(operator))) {
    const message = `The operator "${String(operator)}" needs a value.`;
    throw new CohortProblem(`${attr}__value`, message, "required");
  }
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
