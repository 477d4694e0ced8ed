import type { JsonObject } from "../events/types.ts";
import type { Expr, SelectQuery } from "../sql/ast.ts";
import { alias, and, call, compare, constant, eq, field, not, or, select, unionAll } from "../sql/build.ts";
import { propertyFiltersToExpr } from "../sql/property-filter.ts";
import type { Result } from "../sql/result.ts";
import { type CohortContext, compileBehaviours } from "./behaviours.ts";
import type { Behaviour, CohortError, CohortNode } from "./definition.ts";
import { Leaves } from "./leaves.ts";
import { listedSelect } from "./listed.ts";
import { CohortProblem } from "./problem.ts";

/**
 * Everyone for whom a definition holds now: rows `person_key, id`. Asked are persons with a profile, and visitors
 * without one whom a behavioural condition or a list names; to property conditions these look like a person without
 * properties. One pass over persons and one over events answer all conditions; cohorts inside are compiled in place.
 */
export function cohortSelect(node: CohortNode, context: CohortContext): Result<SelectQuery, CohortError> {
  try {
    return { ok: true, value: compile(node, context) };
  } catch (error) {
    if (error instanceof CohortProblem) return { ok: false, error: error.error };
    throw error;
  }
}

function compile(node: CohortNode, context: CohortContext): SelectQuery {
  const leaves = new Leaves();
  const holds = condition(node, { leaves, context, is }, []);
  const persons = leaves.persons.map((filter) => personCondition(filter, context));
  const behaviours = compileBehaviours(leaves.behaviours, context);
  // Who did nothing and is on no list can't be in it: then profiles say nothing.
  const asksProfiles = persons.length > 0 || holdsForStrangers(node, context);
  if (!asksProfiles && leaves.lists.length === 0) {
    const did = (name: string): Expr => behaviours.holds[Number(name.slice(1))] ?? or();
    return ofEvents(behaviours.reads, condition(node, { leaves, context, is: did }, []));
  }
  const needed = requiredLeaves(node, context);
  const profilesOnly =
    needed.persons.length > 0 || (behaviours.holds.length === 0 && leaves.lists.length === 0);
  // Several behaviours are told by one pass over the events, which sets of people could not share.
  if (profilesOnly && behaviours.holds.length <= 1) {
    const has = (name: string): Expr => {
      const index = Number(name.slice(1));
      if (name.startsWith("p")) return eq(asNumber(persons[index] ?? and()), constant(1));
      if (name.startsWith("l")) return isAmong(listedSelect(leaves.lists[index] ?? 0));
      return isAmong(ofEvents(behaviours.reads, behaviours.holds[index] ?? or()));
    };
    return ofPersons(condition(node, { leaves, context, is: has, profilesOnly }, []));
  }
  const empty = (name: string): Expr => alias(name, constant(0));
  const flag = (name: string, expr: Expr): Expr => alias(name, asNumber(expr));
  const rows = (
    own: (kind: "profile" | "person" | "behaviour" | "list", index: number) => Expr | undefined,
  ) => [
    own("profile", 0) ?? empty("profile"),
    ...persons.map((_, index) => own("person", index) ?? empty(`p${index}`)),
    ...behaviours.holds.map((_, index) => own("behaviour", index) ?? empty(`b${index}`)),
    ...leaves.lists.map((_, index) => own("list", index) ?? empty(`l${index}`)),
  ];
  const sources: SelectQuery[] = [];
  if (asksProfiles) {
    sources.push(
      select({
        select: [
          field("person_key"),
          alias("pid", field("id")),
          ...rows((kind, index) =>
            kind === "profile"
              ? alias("profile", constant(1))
              : kind === "person"
                ? flag(`p${index}`, persons[index] ?? and())
                : undefined,
          ),
        ],
        from: "persons",
        where: and(...needed.persons.map((filter) => persons[leaves.person(filter)] ?? and())),
      }),
    );
  }
  if (behaviours.holds.length > 0) {
    sources.push(
      select({
        select: [
          field("person_key"),
          alias("pid", call("any", field("person_id"))),
          ...rows((kind, index) =>
            kind === "behaviour" ? flag(`b${index}`, behaviours.holds[index] ?? or()) : undefined,
          ),
        ],
        from: "events",
        where: behaviours.reads,
        groupBy: [field("person_key")],
        having: and(...needed.behaviours.map((one) => behaviours.holds[leaves.behaviour(one)] ?? and())),
      }),
    );
  }
  for (const [list, id] of leaves.lists.entries()) {
    const members = listedSelect(id);
    sources.push(
      select({
        select: [
          field("person_key"),
          alias("pid", field("id")),
          ...rows((kind, index) =>
            kind === "list" && index === list ? alias(`l${index}`, constant(1)) : undefined,
          ),
        ],
        from: members,
      }),
    );
  }
  const [first, ...rest] = sources as [SelectQuery, ...SelectQuery[]];
  const named = [...behaviours.holds.keys()].map((index) => `b${index}`);
  const asked = or(
    is("profile"),
    ...named.map(is),
    ...[...leaves.lists.keys()].map((index) => is(`l${index}`)),
  );
  return select({
    select: [field("person_key"), alias("id", call("any", field("pid")))],
    from: unionAll(first, ...rest),
    groupBy: [field("person_key")],
    having: and(asked, holds),
  });
}

/** Who did what: one grouping of the events, in which who meets no condition leaves at once. */
const ofEvents = (reads: Expr, holds: Expr): SelectQuery =>
  select({
    select: [field("person_key"), alias("id", call("any", field("person_id")))],
    from: "events",
    where: reads,
    groupBy: [field("person_key")],
    having: holds,
  });

/** Who has what: as each person stands there once, nothing is grouped. */
const ofPersons = (holds: Expr): SelectQuery =>
  select({ select: [field("person_key"), alias("id", field("id"))], from: "persons", where: holds });

const isAmong = (people: SelectQuery): Expr =>
  compare(field("person_key"), "in", select({ select: [field("person_key")], from: people }));

const asNumber = (condition: Expr): Expr => call("if", condition, constant(1), constant(0));

/**
 * Conditions without which nobody is in: who doesn't meet them need not be looked at further. What also holds for those
 * without a profile is none: leaving a profile out would make it hold.
 */
function requiredLeaves(node: CohortNode, context: CohortContext): Required {
  switch (node.kind) {
    case "group": {
      if (node.type === "OR" && node.nodes.length > 1) return NOTHING;
      const parts = node.nodes.map((child) => requiredLeaves(child, context));
      return {
        persons: parts.flatMap(({ persons }) => persons),
        behaviours: parts.flatMap(({ behaviours }) => behaviours),
      };
    }
    case "person":
      return node.negated || holdsForNobody(node.filter) ? NOTHING : { ...NOTHING, persons: [node.filter] };
    case "behaviour":
      return node.negated ? NOTHING : { ...NOTHING, behaviours: [node.behaviour] };
    case "cohort": {
      const inside = context.definitions.get(node.id);
      return node.negated || typeof inside !== "object" ? NOTHING : requiredLeaves(inside, context);
    }
  }
}

interface Required {
  readonly persons: readonly JsonObject[];
  readonly behaviours: readonly Behaviour[];
}
const NOTHING: Required = { persons: [], behaviours: [] };

/** Whether a definition without property conditions holds for who did nothing and is on no list. */
function holdsForStrangers(node: CohortNode, context: CohortContext): boolean {
  switch (node.kind) {
    case "group":
      return node.type === "AND"
        ? node.nodes.every((child) => holdsForStrangers(child, context))
        : node.nodes.some((child) => holdsForStrangers(child, context));
    case "cohort": {
      const inside = context.definitions.get(node.id);
      const holds = typeof inside === "object" && holdsForStrangers(inside, context);
      return holds !== node.negated;
    }
    default:
      return node.negated;
  }
}

const is = (name: string): Expr => eq(call("max", field(name)), constant(1));

/** How a tree becomes a condition: where its leaves are noted, and what says that one of them holds. */
interface Tree {
  readonly leaves: Leaves;
  readonly context: CohortContext;
  readonly is: (name: string) => Expr;
  /** Nobody without a profile is looked at. */
  readonly profilesOnly?: true;
}

/** The tree over the flags of one person. Cohorts inside are taken apart, lists excepted. */
function condition(node: CohortNode, tree: Tree, path: readonly number[]): Expr {
  const { leaves, is, profilesOnly = false } = tree;
  switch (node.kind) {
    case "group": {
      const parts = node.nodes.map((child) => condition(child, tree, path));
      return node.type === "AND" ? and(...parts) : or(...parts);
    }
    case "person": {
      const has = is(`p${leaves.person(node.filter)}`);
      const filter =
        holdsForNobody(node.filter) && !profilesOnly
          ? or(eq(call("max", field("profile")), constant(0)), has)
          : has;
      return node.negated ? not(filter) : filter;
    }
    case "behaviour": {
      const did = is(`b${leaves.behaviour(node.behaviour)}`);
      return node.negated ? not(did) : did;
    }
    case "cohort": {
      const inside = cohortCondition(node.id, tree, path);
      return node.negated ? not(inside) : inside;
    }
  }
}

function cohortCondition(id: number, tree: Tree, path: readonly number[]): Expr {
  const { leaves, context, is } = tree;
  if (path.includes(id)) throw new CohortProblem("filters", `Cohort ${id} contains itself.`);
  const definition = context.definitions.get(id);
  if (definition === undefined) {
    throw new CohortProblem("filters", `Cohort ${id} does not exist.`, "does_not_exist");
  }
  if (definition === "list") return is(`l${leaves.list(id)}`);
  return condition(definition, tree, [...path, id]);
}

/** Operators that a missing property meets. */
const NEGATIVE = /^(is_not$|is_not_set$|not_)/;
const holdsForNobody = ({ operator }: JsonObject): boolean => NEGATIVE.test(String(operator ?? ""));

function personCondition(filter: JsonObject, context: CohortContext): Expr {
  const result = propertyFiltersToExpr([filter], context, "person");
  if (!result.ok) throw new CohortProblem("filters", result.error.message);
  return result.value;
}
