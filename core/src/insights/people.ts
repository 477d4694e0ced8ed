import type { Expr, Select } from "../sql/ast.ts";
import { alias, and, arithmetic, call, compare, constant, field, select, unionAll } from "../sql/build.ts";
import type { InsightContext } from "./query-kind.ts";
import { hasSample, isWhole, SAMPLE_ONE_IN } from "./weights.ts";

/**
 * Counting people while some of an environment's data is a sample. A person of the sample has all events, another one those
 * that came within the limit. So what is true of people is counted twice, over all rows that were kept (N) and over those of
 * which none is missing (n), and the difference, which only people of the sample make, stands for one in so many:
 * n + k (N − n) = k N − (k − 1) n. It is unbiased for whatever may be true of a person, also where more events make less
 * true (difference estimator over a Bernoulli sample; Särndal, Swensson, Wretman, Model Assisted Survey Sampling, 6.3).
 */
export interface PeopleRows {
  readonly from: Select;
  /** How many people a row stands for, column `people`; undefined: one, and there is no such column. */
  readonly people: Expr | undefined;
}

/** Which events are whole; undefined where all are. */
export const wholeOf = ({ sampled }: InsightContext): Expr | undefined =>
  hasSample(sampled) ? isWhole(sampled) : undefined;

/** What a query reads of which nothing is missing; undefined where nothing is, or where groups are counted. */
export function withinLimit(
  context: InsightContext,
  groupTypeIndex?: number | undefined,
): InsightContext | undefined {
  // A group is seen through any of its people: most are in the sample, so it is no sample of groups.
  if (groupTypeIndex !== undefined || !hasSample(context.sampled)) return undefined;
  return { ...context, onlyWhole: true };
}

/** Rows of people, over all that was kept and over what is whole (`within`); all of them one row a person where nothing is missing. */
export function peopleRows(all: Select, within: Select | undefined): PeopleRows {
  if (within === undefined) return { from: all, people: undefined };
  const copy = (people: number, from: Select): Select =>
    select({ select: [alias("people", constant(people)), field("*")], from });
  return {
    from: unionAll(copy(SAMPLE_ONE_IN, all), copy(1 - SAMPLE_ONE_IN, within)),
    people: field("people"),
  };
}

const atLeastNone = (count: Expr): Expr => call("greatest", call("toInt64", constant(0)), count);

/** How many people rows stand for. */
export const countPeople = ({ people }: Pick<PeopleRows, "people">): Expr =>
  people === undefined ? call("count") : atLeastNone(call("sum", people));

/** The same, of rows that meet a condition. */
export const countPeopleIf = ({ people }: Pick<PeopleRows, "people">, condition: Expr): Expr =>
  people === undefined ? call("countIf", condition) : atLeastNone(call("sumIf", people, condition));

/** A sum over people. */
export const sumPeople = ({ people }: Pick<PeopleRows, "people">, value: Expr): Expr =>
  call("sum", people === undefined ? value : arithmetic(people, "*", value));

/** A mean over people. */
export const meanPeople = (rows: Pick<PeopleRows, "people">, value: Expr): Expr =>
  rows.people === undefined
    ? call("avg", value)
    : arithmetic(sumPeople(rows, value), "/", call("sum", rows.people));

/** That a row is of those kept, each once: what can't be weighed (a median) is of them. */
export const isKept = ({ people }: Pick<PeopleRows, "people">, condition: Expr): Expr =>
  people === undefined ? condition : and(condition, compare(people, ">", constant(0)));

/** How many different keys of people there are, from events. */
export function uniquePeople(key: Expr, whole: Expr | undefined): Expr {
  const all = call("uniqExact", key);
  if (whole === undefined) return all;
  const grown = arithmetic(constant(SAMPLE_ONE_IN), "*", call("toInt64", all));
  const kept = arithmetic(constant(SAMPLE_ONE_IN - 1), "*", call("toInt64", call("uniqExactIf", key, whole)));
  return atLeastNone(arithmetic(grown, "-", kept));
}
