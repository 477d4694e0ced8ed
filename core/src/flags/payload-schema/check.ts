import { RE2JS } from "re2js";
import type { JsonObject, JsonValue } from "../../events/types.ts";

/** What is wrong, and where: a path like `/items/0/price` (`""` = the whole). */
export interface Problem {
  readonly path: string;
  readonly text: string;
}

/** Nesting that no payload needs. */
const MAX_DEPTH = 32;

type Keyword = (wanted: JsonValue, value: JsonValue, path: string) => Problem | null;

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const problem = (path: string, text: string): Problem => ({ path, text });
const same = (a: JsonValue, b: JsonValue): boolean => JSON.stringify(a) === JSON.stringify(b);
const shown = (value: JsonValue): string => JSON.stringify(value).slice(0, 80);
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

function typeOf(value: JsonValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function isOfType(value: JsonValue, type: JsonValue): boolean {
  return type === "integer" ? Number.isInteger(value) : typeOf(value) === type;
}

const bound =
  (word: string, isWithin: (a: number, b: number) => boolean): Keyword =>
  (wanted, value, path) =>
    typeof value !== "number" || isWithin(value, Number(wanted))
      ? null
      : problem(path, `must be ${word} ${shown(wanted)}, not ${value}`);

const size =
  (isLess: boolean, count: (value: JsonValue) => number | null, unit: string): Keyword =>
  (wanted, value, path) => {
    const found = count(value);
    if (found === null || (isLess ? found >= Number(wanted) : found <= Number(wanted))) return null;
    return problem(path, `must have at ${isLess ? "least" : "most"} ${shown(wanted)} ${unit}, not ${found}`);
  };

const characters = (value: JsonValue) => (typeof value === "string" ? [...value].length : null);
const items = (value: JsonValue) => (Array.isArray(value) ? value.length : null);

const schemas = (wanted: JsonValue): JsonValue[] => (Array.isArray(wanted) ? wanted : []);

/** The keywords of JSON Schema that are checked. Those of one object that depend on each other are in {@link members}. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: (wanted, value, path) => {
    const types = Array.isArray(wanted) ? wanted : [wanted];
    if (types.some((type) => isOfType(value, type))) return null;
    return problem(path, `must be ${types.join(" or ")}, not ${typeOf(value)}`);
  },
  enum: (wanted, value, path) =>
    schemas(wanted).some((one) => same(one, value)) ? null : problem(path, `must be one of ${shown(wanted)}`),
  const: (wanted, value, path) => (same(wanted, value) ? null : problem(path, `must be ${shown(wanted)}`)),
  minimum: bound("at least", (a, b) => a >= b),
  maximum: bound("at most", (a, b) => a <= b),
  exclusiveMinimum: bound("more than", (a, b) => a > b),
  exclusiveMaximum: bound("less than", (a, b) => a < b),
  minLength: size(true, characters, "characters"),
  maxLength: size(false, characters, "characters"),
  minItems: size(true, items, "items"),
  maxItems: size(false, items, "items"),
  pattern: (wanted, value, path) =>
    typeof value !== "string" || RE2JS.compile(String(wanted)).test(value)
      ? null
      : problem(path, `must match ${shown(wanted)}`),
  required: (wanted, value, path) => {
    if (!isObject(value)) return null;
    const missing = schemas(wanted).find((name) => !Object.hasOwn(value, String(name)));
    return missing === undefined ? null : problem(path, `lacks "${String(missing)}"`);
  },
  items: (wanted, value, path) =>
    Array.isArray(value)
      ? first(value.map((item, index) => () => checkPayload(wanted, item, `${path}/${index}`)))
      : null,
  allOf: (wanted, value, path) => first(schemas(wanted).map((one) => () => checkPayload(one, value, path))),
  anyOf: (wanted, value, path) =>
    schemas(wanted).some((one) => checkPayload(one, value, path) === null)
      ? null
      : problem(path, "fits none of the forms of anyOf"),
  oneOf: (wanted, value, path) => {
    const fitting = schemas(wanted).filter((one) => checkPayload(one, value, path) === null).length;
    return fitting === 1 ? null : problem(path, `must fit one of the forms of oneOf, not ${fitting}`);
  },
};

/** Say something to people only. */
const REMARKS = new Set([
  "$schema",
  "$id",
  "title",
  "description",
  "default",
  "examples",
  "format",
  "$comment",
]);
const SUBSCHEMAS = new Set(["items", "additionalProperties"]);
const LISTS_OF_SCHEMAS = new Set(["allOf", "anyOf", "oneOf"]);

function first(checks: readonly (() => Problem | null)[]): Problem | null {
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return null;
}

function members(schema: JsonObject, value: JsonValue, path: string): Problem | null {
  if (!isObject(value)) return null;
  const known = isObject(schema.properties) ? schema.properties : {};
  const others = schema.additionalProperties ?? true;
  return first(
    Object.entries(value).map(([name, member]) => () => {
      const at = `${path}/${escaped(name)}`;
      if (Object.hasOwn(known, name)) return checkPayload(known[name]!, member, at);
      return others === false ? problem(at, "is not allowed") : checkPayload(others, member, at);
    }),
  );
}

/** The first thing in `value` that the schema forbids; null when there is none. */
export function checkPayload(schema: JsonValue, value: JsonValue, path = ""): Problem | null {
  if (schema === false) return problem(path, "is not allowed");
  if (!isObject(schema)) return null;
  const checks = Object.entries(schema).flatMap(([name, wanted]) =>
    Object.hasOwn(KEYWORDS, name) ? [() => KEYWORDS[name]!(wanted, value, path)] : [],
  );
  return first([...checks, () => members(schema, value, path)]);
}

/** Why a text can't be a schema: an unknown keyword would go unchecked, so it is refused. Null: it can. */
export function checkSchema(schema: JsonValue, path = "", depth = 0): Problem | null {
  if (typeof schema === "boolean") return null;
  if (!isObject(schema)) return problem(path, "must be an object");
  if (depth > MAX_DEPTH) return problem(path, `is nested deeper than ${MAX_DEPTH} levels`);
  return first(
    Object.entries(schema).map(([name, wanted]) => () => {
      const at = `${path}/${escaped(name)}`;
      const below = (one: JsonValue, where: string) => checkSchema(one, where, depth + 1);
      if (SUBSCHEMAS.has(name)) return below(wanted, at);
      if (name === "properties" && isObject(wanted))
        return first(
          Object.entries(wanted).map(
            ([key, one]) =>
              () =>
                below(one, `${at}/${escaped(key)}`),
          ),
        );
      if (LISTS_OF_SCHEMAS.has(name) && Array.isArray(wanted) && wanted.length > 0)
        return first(wanted.map((one, index) => () => below(one, `${at}/${index}`)));
      return checkKeyword(name, wanted, at);
    }),
  );
}

const TYPES = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

function checkKeyword(name: string, wanted: JsonValue, at: string): Problem | null {
  if (REMARKS.has(name)) return null;
  if (!Object.hasOwn(KEYWORDS, name)) return problem(at, "is not a keyword that is checked here");
  if (name === "const") return null;
  if (name === "type") {
    const types = Array.isArray(wanted) ? wanted : [wanted];
    const odd = types.find((type) => !TYPES.has(String(type)));
    return odd === undefined ? null : problem(at, `${shown(odd)} is no type`);
  }
  if (name === "pattern") return checkPattern(wanted, at);
  if (name === "enum" || name === "required" || LISTS_OF_SCHEMAS.has(name))
    return Array.isArray(wanted) && wanted.length > 0 ? null : problem(at, "must be a list");
  return typeof wanted === "number" ? null : problem(at, "must be a number");
}

function checkPattern(wanted: JsonValue, at: string): Problem | null {
  try {
    RE2JS.compile(String(wanted));
    return null;
  } catch {
    return problem(at, `${shown(wanted)} is no pattern that runs in linear time`);
  }
}
