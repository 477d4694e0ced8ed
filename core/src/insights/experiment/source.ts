import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, field } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { entityCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import { collect, type Points, type PointValue, type Span } from "./points.ts";

/** A number that each unit contributes: a count, a sum, … of its events in a span. */
export interface Source {
  readonly points: Points;
  readonly value: (span: Span) => Expr;
}

/** What an event adds (nothing: it is counted), and what a unit's points amount to. */
interface UnitMath {
  readonly value?: PointValue;
  readonly of: (points: Points, span: Span) => Expr;
  readonly where?: Expr;
}

const one = constant(1);
const none = constant(0);
const counted: UnitMath = { of: (points, span) => points.count(span) };
const unique = (points: Points, span: Span): Expr =>
  call("length", call("arrayDistinct", points.values(span)));
const any = (points: Points, span: Span): Expr =>
  call("if", compare(points.count(span), ">", none), one, none);
const orZero = (name: string) => (values: Expr) =>
  call("if", call("notEmpty", values), call(name, values), none);

const OF_NUMBERS: Readonly<Record<string, (values: Expr) => Expr>> = {
  sum: (values) => call("arraySum", values),
  avg: orZero("arrayAvg"),
  min: orZero("arrayMin"),
  max: orZero("arrayMax"),
};

/** Numbers only: an event without the property adds nothing, and is no zero of an average. */
function ofNumbers(name: string, number: Expr): UnitMath | undefined {
  const of = OF_NUMBERS[name];
  const value = call("toFloat", number);
  if (!of) return undefined;
  return {
    value: { of: call("assumeNotNull", value), blank: 0 },
    of: (points, span) => of(points.values(span)),
    where: compare(value, "!=", constant(null)),
  };
}

/** How a series is counted per unit (API.md 2.0 «math» of experiments); zero for units without events. */
export function sourceOf(
  node: EntityNode,
  name: string,
  attr: string,
  context: InsightContext,
): InsightResult<Source> {
  const condition = entityCondition(node, attr, context);
  if (!condition.ok) return condition;
  const math = mathOf(node, attr, context);
  if (!math.ok) return math;
  const { value, of, where } = math.value;
  const points = collect(name, where ? and(condition.value, where) : condition.value, value);
  return { ok: true, value: { points, value: (span) => of(points, span) } };
}

function mathOf(node: EntityNode, attr: string, context: InsightContext): InsightResult<UnitMath> {
  const math = node.math ?? "total";
  if (Object.hasOwn(OF_NUMBERS, math)) return propertyMath(node, math, attr);
  switch (math) {
    case "total":
      return { ok: true, value: counted };
    case "dau":
      return { ok: true, value: { of: any } };
    case "unique_session": {
      const key = field("session_key");
      return {
        ok: true,
        value: { value: { of: key, blank: 0 }, of: unique, where: compare(key, "!=", none) },
      };
    }
    case "unique_group": {
      if (node.math_group_type_index === undefined) return missing(attr, "math_group_type_index");
      const key = field(`$group_${node.math_group_type_index}`);
      return {
        ok: true,
        value: { value: { of: key, blank: "" }, of: unique, where: compare(key, "!=", constant("")) },
      };
    }
    case "hogql":
      return sqlMath(node, attr, context);
    default:
      return insightError(
        `Math "${math}" can't be used in an experiment: use total, sum, avg, min, max, dau, unique_session, unique_group or hogql.`,
        `${attr}__math`,
        "invalid_choice",
      );
  }
}

const missing = (attr: string, name: string): InsightResult<never> =>
  insightError(`The math of this metric needs "${name}".`, `${attr}__${name}`, "required");

function propertyMath(node: EntityNode, math: string, attr: string): InsightResult<UnitMath> {
  const { math_property: property } = node;
  if (property === undefined) return missing(attr, "math_property");
  const value = ofNumbers(math, field("properties", property));
  return value ? { ok: true, value } : missing(attr, "math");
}

/** `sum(x)`, `avg(x)`, … of each unit; an expression without an aggregate is summed. */
function sqlMath(node: EntityNode, attr: string, context: InsightContext): InsightResult<UnitMath> {
  if (node.math_hogql === undefined) return missing(attr, "math_hogql");
  const parsed = context.parser.parseExpr(node.math_hogql);
  if (!parsed.ok) return insightError(parsed.error.message, `${attr}__math_hogql`);
  const expr = parsed.value;
  if (expr.node === "Call" && expr.name === "count") return { ok: true, value: counted };
  const argument = expr.node === "Call" && expr.args.length === 1 ? expr.args[0] : undefined;
  const value =
    (expr.node === "Call" && argument ? ofNumbers(expr.name, argument) : undefined) ?? ofNumbers("sum", expr);
  return value ? { ok: true, value } : missing(attr, "math_hogql");
}
