import type { Call, CompareOperator, Expr } from "../ast.ts";
import { field } from "../build.ts";
import { SqlProblem } from "../error.ts";
import { bound, type Sql, sql } from "../fragment.ts";
import type { Lowered } from "../types.ts";
import { compareValues, lowerCompare } from "./compare.ts";
import { isDateText, isDateTimeText, typed } from "./literal.ts";
import { lowerInCohort, lowerMatchesAction } from "./named.ts";
import type { Lowering, Scope } from "./scope.ts";

type Special = (low: Lowering, node: Call, scope: Scope) => Lowered | null;

const UNITS: Readonly<Record<string, string>> = {
  second: "Second",
  minute: "Minute",
  hour: "Hour",
  day: "Day",
  week: "Week",
  month: "Month",
  quarter: "Quarter",
  year: "Year",
};

/** Unit of a date function: `'day'`, or the bare word. Case and a plural "s" don't matter. */
function unitOf(node: Call, expr: Expr | undefined): string {
  const word =
    expr?.node === "Constant"
      ? expr.value
      : expr?.node === "Field" && expr.chain.length === 1
        ? expr.chain[0]
        : null;
  const unit = String(word ?? "")
    .toLowerCase()
    .replace(/s$/, "");
  if (Object.hasOwn(UNITS, unit)) return unit;
  const message = `'${node.name}' needs a unit as its first argument: ${Object.keys(UNITS).join(", ")}.`;
  throw new SqlProblem("invalid_arguments", message, node.span);
}

const tz = (low: Lowering): Sql => bound("String", low.context.timezone);

/** Text (literal, property, or known to be a string) as a datetime in the project's time zone. */
function asDatetime(low: Lowering, value: Lowered, precision: Sql = "6"): Lowered {
  const literal = value.constant?.value;
  if (typeof literal === "string" && isDateTimeText(literal)) {
    return typed(
      sql`parseDateTime64BestEffort(${value.sql}, ${precision}, ${tz(low)})`,
      "datetime",
      false,
      true,
    );
  }
  if (value.type !== "string") return value;
  const parsed = sql`parseDateTime64BestEffortOrNull(${value.sql}, ${precision}, ${tz(low)})`;
  return typed(parsed, "datetime", true, value.isConstant);
}

const args = (low: Lowering, node: Call, scope: Scope): Lowered[] =>
  node.args.map((arg) => low.expr(arg, scope));

const toDate: Special = (low, node, scope) => {
  if (node.args.length !== 1) return null;
  const [value] = args(low, node, scope);
  if (!value) return null;
  const literal = value.constant?.value;
  const dateText = typeof literal === "string" && isDateText(literal);
  const from = dateText ? value : asDatetime(low, value);
  return typed(sql`toDate(${from.sql})`, "date", from.nullable, from.isConstant);
};

const toDateTime: Special = (low, node, scope) => {
  const [value, zone] = args(low, node, scope);
  if (!value || node.args.length > 2) return null;
  const inZone = zone ? zone.sql : tz(low);
  if (value.type !== "string") {
    return typed(sql`toDateTime(${value.sql}, ${inZone})`, "datetime", value.nullable, value.isConstant);
  }
  if (!zone) return asDatetime(low, value);
  const parsed = sql`parseDateTime64BestEffortOrNull(${value.sql}, 6, ${inZone})`;
  return typed(parsed, "datetime", true, value.isConstant);
};

const toDateTime64: Special = (low, node, scope) => {
  const [value, precision] = args(low, node, scope);
  if (!value || node.args.length > 2) return null;
  if (value.type === "string") return asDatetime(low, value, precision?.sql ?? "6");
  const moment = sql`toDateTime64(${value.sql}, ${precision?.sql ?? "6"}, ${tz(low)})`;
  return typed(moment, "datetime", value.nullable, value.isConstant);
};

const fromUnix =
  (name: string): Special =>
  (low, node, scope) => {
    if (node.args.length !== 1) return null;
    const [value] = args(low, node, scope);
    if (!value) return null;
    return typed(
      sql`toTimeZone(${name}(${value.sql}), ${tz(low)})`,
      "datetime",
      value.nullable,
      value.isConstant,
    );
  };

/** Sunday or Monday by the project's setting, unless the query says a mode. */
const toStartOfWeek: Special = (low, node, scope) => {
  if (node.args.length !== 1) return null;
  const [value] = args(low, node, scope);
  if (!value) return null;
  const from = asDatetime(low, value);
  const mode = low.context.weekStartDay === 0 ? "0" : "3";
  return typed(sql`toStartOfWeek(${from.sql}, ${mode})`, "date", from.nullable, from.isConstant);
};

/** `toStartOfDay('2026-01-31')` and the like: text becomes a datetime first. */
const ofDatetime =
  (name: string, type: "datetime" | "date" | "number"): Special =>
  (low, node, scope) => {
    if (node.args.length !== 1) return null;
    const [value] = args(low, node, scope);
    if (value?.type !== "string") return null;
    const from = asDatetime(low, value);
    return typed(sql`${name}(${from.sql})`, type, from.nullable, from.isConstant);
  };

const dateTrunc: Special = (low, node, scope) => {
  const [unit, moment] = node.args;
  if (!moment || node.args.length !== 2) return null;
  const from = asDatetime(low, low.expr(moment, scope));
  const name = unitOf(node, unit);
  const type = ["second", "minute", "hour", "day"].includes(name) ? "datetime" : "date";
  return typed(sql`dateTrunc('${name}', ${from.sql})`, type, from.nullable, from.isConstant);
};

const dateDiff =
  (name: string): Special =>
  (low, node, scope) => {
    const [unit, from, to, zone] = node.args;
    if (!from || !to) return null;
    const sides = [from, to].map((side) => asDatetime(low, low.expr(side, scope)));
    const [first, second] = sides;
    if (!first || !second) return null;
    const last: Sql = zone ? [", ", low.expr(zone, scope).sql] : "";
    const text = sql`${name}('${unitOf(node, unit)}', ${first.sql}, ${second.sql}${last})`;
    return typed(
      text,
      "number",
      sides.some((side) => side.nullable),
      sides.every((side) => side.isConstant),
    );
  };

/** `dateAdd('day', 3, x)` or `dateAdd(x, INTERVAL 3 DAY)`. */
const shift =
  (operator: "plus" | "minus"): Special =>
  (low, node, scope) => {
    const [first, second, third] = node.args;
    if (!first || !second) return null;
    const moment = asDatetime(low, low.expr(third ?? first, scope));
    const step = low.expr(second, scope);
    const interval = third ? sql`toInterval${UNITS[unitOf(node, first)] ?? "Day"}(${step.sql})` : step.sql;
    const isConstant = moment.isConstant && step.isConstant;
    return typed(
      sql`${operator}(${moment.sql}, ${interval})`,
      moment.type,
      moment.nullable || step.nullable,
      isConstant,
    );
  };

const PARTS: Readonly<Record<string, string>> = {
  year: "toYear",
  quarter: "toQuarter",
  month: "toMonth",
  week: "toISOWeek",
  day: "toDayOfMonth",
  dow: "toDayOfWeek",
  doy: "toDayOfYear",
  hour: "toHour",
  minute: "toMinute",
  second: "toSecond",
  epoch: "toUnixTimestamp",
};

const datePart: Special = (low, node, scope) => {
  const [unit, moment] = node.args;
  const word = unit?.node === "Constant" ? String(unit.value).toLowerCase() : "";
  const name = Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
  if (name === undefined || !moment) {
    const message = `'date_part' needs one of ${Object.keys(PARTS).join(", ")} as its first argument.`;
    throw new SqlProblem("invalid_arguments", message, node.span);
  }
  const from = asDatetime(low, low.expr(moment, scope));
  return typed(sql`${name}(${from.sql})`, "number", from.nullable, from.isConstant);
};

const comparison =
  (op: CompareOperator): Special =>
  (low, node, scope) => {
    const [left, right] = node.args;
    if (!left || !right || node.args.length !== 2) return null;
    if (op === "in" || op === "not in") {
      return lowerCompare(low, { node: "CompareOperation", op, left, right }, scope);
    }
    return compareValues(low, op, low.expr(left, scope), low.expr(right, scope), node.span);
  };

/** The parser reads `position('a' IN b)` as a comparison. */
const position: Special = (low, node, scope) => {
  const [arg] = node.args;
  if (node.args.length !== 1 || arg?.node !== "CompareOperation" || arg.op !== "in") return null;
  const [needle, text] = [low.expr(arg.left, scope), low.expr(arg.right, scope)];
  return typed(sql`position(${text.sql}, ${needle.sql})`, "number", text.nullable, false);
};

/** Functions whose printing depends on more than a template. Null = the table's row applies. */
export const SPECIAL: Readonly<Record<string, Special>> = {
  toDate,
  to_date: toDate,
  toDateTime,
  toDateTime64,
  fromUnixTimestamp: fromUnix("fromUnixTimestamp"),
  fromUnixTimestamp64Milli: fromUnix("fromUnixTimestamp64Milli"),
  fromUnixTimestamp64Micro: fromUnix("fromUnixTimestamp64Micro"),
  toStartOfWeek,
  toStartOfDay: ofDatetime("toStartOfDay", "datetime"),
  toStartOfHour: ofDatetime("toStartOfHour", "datetime"),
  toStartOfMonth: ofDatetime("toStartOfMonth", "date"),
  toYear: ofDatetime("toYear", "number"),
  toMonth: ofDatetime("toMonth", "number"),
  toUnixTimestamp: ofDatetime("toUnixTimestamp", "number"),
  dateTrunc,
  date_trunc: dateTrunc,
  dateDiff: dateDiff("dateDiff"),
  date_diff: dateDiff("dateDiff"),
  datediff: dateDiff("dateDiff"),
  age: dateDiff("age"),
  dateAdd: shift("plus"),
  date_add: shift("plus"),
  dateSub: shift("minus"),
  date_sub: shift("minus"),
  date_subtract: shift("minus"),
  date_part: datePart,
  equals: comparison("=="),
  notEquals: comparison("!="),
  less: comparison("<"),
  lessOrEquals: comparison("<="),
  greater: comparison(">"),
  greaterOrEquals: comparison(">="),
  like: comparison("like"),
  ilike: comparison("ilike"),
  notLike: comparison("not like"),
  notILike: comparison("not ilike"),
  in: comparison("in"),
  notIn: comparison("not in"),
  position,
  matchesAction: lowerMatchesAction,
  inCohort: (low, node, scope) => {
    const [person, cohort] = node.args.length > 1 ? node.args : [field("person_id"), ...node.args];
    return person && cohort ? lowerInCohort(low, person, cohort, false, scope) : null;
  },
};
