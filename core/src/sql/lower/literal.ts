import type { ConstantValue, Expr } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { bound, type Sql, sql } from "../fragment.ts";
import type { Lowered, SqlType } from "../types.ts";

/** A literal as a bound value of the type ClickHouse would give the same literal. */
export function lowerConstant(constant: ConstantValue): Lowered {
  const known = { nullable: constant === null, isConstant: true, constant: { value: constant } };
  if (constant === null) return { sql: "NULL", type: "unknown", ...known };
  if (typeof constant === "boolean") return { sql: constant ? "true" : "false", type: "bool", ...known };
  if (typeof constant === "string") return { sql: bound("String", constant), type: "string", ...known };
  return { sql: lowerNumber(constant), type: "number", ...known };
}

function lowerNumber(number: number | bigint): Sql {
  if (typeof number === "bigint") {
    const signed = number < 0n;
    if (number > 18446744073709551615n || number < -9223372036854775808n)
      return bound("Float64", Number(number));
    return bound(signed ? "Int64" : "UInt64", number.toString());
  }
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "(-inf)";
  return bound(numberType(number), number);
}

function numberType(number: number): string {
  if (!Number.isSafeInteger(number) || Object.is(number, -0)) return "Float64";
  if (number >= 0) {
    return number < 256 ? "UInt8" : number < 65_536 ? "UInt16" : number < 4_294_967_296 ? "UInt32" : "UInt64";
  }
  return number >= -128 ? "Int8" : number >= -32_768 ? "Int16" : number >= -2_147_483_648 ? "Int32" : "Int64";
}

/** Milliseconds since the epoch as a bound UTC datetime. */
export function lowerInstant(ms: number): Lowered {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) {
    throw new SqlProblem("invalid_arguments", `${ms} is not a point in time.`);
  }
  const text = new Date(ms).toISOString().slice(0, 23).replace("T", " ");
  return { sql: bound("DateTime64(3, 'UTC')", text), type: "datetime", nullable: false, isConstant: true };
}

const DATE_TEXT = /^\d{4}-\d{1,2}-\d{1,2}$/;
const DATETIME_TEXT =
  /^\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;
const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isDateText = (text: string): boolean => DATE_TEXT.test(text);
export const isDateTimeText = (text: string): boolean => DATETIME_TEXT.test(text);

/** A text literal compared with a datetime: read in the project's time zone unless it says its own. */
export function datetimeLiteral(text: string, timezone: string, span: Expr["span"]): Lowered {
  if (!isDateTimeText(text)) {
    const message = `'${text.slice(0, 60)}' is not a date or time: write e.g. '2026-01-31' or '2026-01-31 14:00:00'.`;
    throw new SqlProblem("invalid_arguments", message, span);
  }
  const parsed = sql`parseDateTime64BestEffort(${bound("String", text)}, 6, ${bound("String", timezone)})`;
  return { sql: parsed, type: "datetime", nullable: false, isConstant: true };
}

export function uuidLiteral(text: string, span: Expr["span"]): Lowered {
  if (!UUID_TEXT.test(text)) {
    throw new SqlProblem("invalid_arguments", `'${text.slice(0, 60)}' is not a UUID.`, span);
  }
  return { sql: bound("UUID", text.toLowerCase()), type: "uuid", nullable: false, isConstant: true };
}

/** A list of literals as one bound array; null when they aren't all text or all numbers. */
export function boundList(values: readonly ConstantValue[]): Sql | null {
  if (values.length === 0) return null;
  if (values.every((value) => typeof value === "string")) return bound("Array(String)", values);
  if (!values.every((value) => typeof value === "number" && Number.isFinite(value))) return null;
  return bound(values.every(Number.isSafeInteger) ? "Array(Int64)" : "Array(Float64)", values as number[]);
}

/** Values of a tuple or array of literals; null when something else is in it. */
export function literals(expr: Expr): ConstantValue[] | null {
  const items = expr.node === "Tuple" || expr.node === "Array" ? expr.exprs : [expr];
  const values: ConstantValue[] = [];
  for (const item of items) {
    if (item.node !== "Constant") return null;
    values.push(item.value);
  }
  return values;
}

export const typed = (text: Sql, type: SqlType, nullable: boolean, isConstant: boolean): Lowered => ({
  sql: text,
  type,
  nullable,
  isConstant,
});
