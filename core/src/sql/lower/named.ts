import { actionCondition } from "../../actions/compile.ts";
import type { Call, Expr } from "../ast.ts";
import { compare, constant, eq, field, select } from "../build.ts";
import type { CohortName } from "../context.ts";
import { SqlProblem } from "../error.ts";
import type { Lowered } from "../types.ts";
import type { Lowering, Scope } from "./scope.ts";

/** `matchesAction(id)` or `matchesAction('name')`: the events of a FROM `events` that are an action. */
export function lowerMatchesAction(low: Lowering, node: Call, scope: Scope): Lowered {
  const action = byNumberOrName("Action", low.context.actions, node.args.at(-1), node.span);
  const done = actionCondition(action, low.context);
  if (!done.ok) throw new SqlProblem("invalid_arguments", done.error.message, node.span);
  return low.expr(done.value, scope);
}

/** `person_id IN COHORT 5`, `… NOT IN COHORT 'name'`: members as of the cohort's last calculation. */
export function lowerInCohort(
  low: Lowering,
  person: Expr,
  cohort: Expr,
  negated: boolean,
  scope: Scope,
): Lowered {
  const { id } = byNumberOrName("Cohort", low.context.cohorts, cohort, cohort.span);
  const [who, member] = keyed(person);
  const where = eq(field("cohort_id"), constant(id));
  const members = select({ select: [field(member)], from: "cohort_people", where });
  return low.expr(compare(who, negated ? "not in" : "in", members), scope);
}

/** Persons are compared by their keys, which are numbers, wherever they are named by their ID. */
function keyed(person: Expr): readonly [Expr, string] {
  if (person.node !== "Field") return [person, "person_id"];
  const [name, ...table] = [...person.chain].reverse();
  const of = table.reverse();
  if (name === "person_id") return [field(...of, "person_key"), "person_key"];
  return name === "id" && of.at(-1) === "person"
    ? [field(...of, "person_key"), "person_key"]
    : [person, "person_id"];
}

function byNumberOrName<Named extends CohortName>(
  what: string,
  known: ReadonlyMap<number, Named> | undefined,
  wanted: Expr | undefined,
  span: Expr["span"],
): Named {
  if (wanted?.node !== "Constant") {
    throw new SqlProblem("invalid_arguments", `${what}: give its number, or its name in quotes.`, span);
  }
  const { value } = wanted;
  const found =
    typeof value === "number"
      ? known?.get(value)
      : [...(known?.values() ?? [])].find(({ name }) => name === value);
  if (found) return found;
  throw new SqlProblem(
    "invalid_arguments",
    `${what} ${JSON.stringify(value)} does not exist.`,
    wanted.span ?? span,
  );
}
