import { p, t } from "@tinybirdco/sdk";
import type { EndpointParam, ParamType } from "./endpoints/endpoint.ts";
import type { Column, ColumnType } from "./schema/table.ts";

type Validator = Parameters<typeof t.array>[0];

const PLAIN: Readonly<Record<string, { type: Validator; zero: () => Validator }>> = {
  UInt8: { type: t.uint8(), zero: () => t.uint8().default(0) },
  UInt16: { type: t.uint16(), zero: () => t.uint16().default(0) },
  UInt32: { type: t.uint32(), zero: () => t.uint32().default(0) },
  UInt64: { type: t.uint64(), zero: () => t.uint64().default(0) },
  Float64: { type: t.float64(), zero: () => t.float64().default(0) },
  String: { type: t.string(), zero: () => t.string().default("") },
  UUID: { type: t.uuid(), zero: () => t.uuid().default("00000000-0000-0000-0000-000000000000") },
  Date: { type: t.date(), zero: () => t.date().default("1970-01-01") },
  "DateTime('UTC')": {
    type: t.dateTime("UTC"),
    zero: () => t.dateTime("UTC").default("1970-01-01 00:00:00"),
  },
  "DateTime64(3, 'UTC')": {
    type: t.dateTime64(3, "UTC"),
    zero: () => t.dateTime64(3, "UTC").default("1970-01-01 00:00:00.000"),
  },
  "LowCardinality(String)": {
    type: t.string().lowCardinality(),
    zero: () => t.string().lowCardinality().default(""),
  },
  "Nullable(Float64)": { type: t.float64().nullable(), zero: () => t.float64().nullable() },
  "Map(LowCardinality(String), String)": {
    type: t.map(t.string().lowCardinality(), t.string()),
    zero: () => t.map(t.string().lowCardinality(), t.string()).defaultExpr("map()"),
  },
};

const AGGREGATE = /^(Simple)?AggregateFunction\((\w+), (.+)\)$/;

/** Tinybird's validator for a ClickHouse type. Throws for a type no table uses yet. */
export function validatorOf(type: ColumnType): Validator {
  const plain = PLAIN[type];
  if (plain !== undefined) return plain.type;
  const aggregate = AGGREGATE.exec(type);
  if (aggregate === null) throw new TypeError(`No Tinybird type is known for ${type}`);
  const [, simple, name, argument] = aggregate;
  const [first, ...others] = splitTypes(argument!).map((part) => validatorOf(part as ColumnType));
  if (simple !== undefined) return t.simpleAggregateFunction(name!, first!);
  return t.aggregateFunction(name!, first!, ...others);
}

/**
 * Validator of a column of an ingested table. Tinybird puts a row aside when a column without default is missing,
 * while ClickHouse takes the type's zero: so the zero is spelled out, except for what makes no sense without a value.
 */
export function ingestedColumn(column: Column, required: boolean): Validator {
  let type = required ? validatorOf(column.type) : (PLAIN[column.type]?.zero() ?? validatorOf(column.type));
  if (column.default !== undefined) type = withDefault(validatorOf(column.type), column.default);
  return column.codec === undefined ? type : (type as ReturnType<typeof t.string>).codec(column.codec);
}

function withDefault(type: Validator, expression: string): Validator {
  return (type as ReturnType<typeof t.string>).defaultExpr(expression);
}

/** Splits `String, DateTime64(3, 'UTC')` at the commas outside brackets. */
function splitTypes(list: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of list) {
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
}

type AnyParam = Parameters<typeof p.array>[0];

const PARAMS: Readonly<Record<ParamType, () => AnyParam>> = {
  String: p.string,
  UInt8: p.uint8,
  UInt32: p.uint32,
  Int32: p.int32,
  Date: p.date,
  DateTime64: p.dateTime64,
};

/** Tinybird's validator for an endpoint's parameter. */
export function paramOf({ type, description, default: value, optional }: EndpointParam): AnyParam {
  const param = PARAMS[type]().describe(description);
  if (value !== undefined) return param.optional(value);
  return optional ? param.optional() : param.required();
}
