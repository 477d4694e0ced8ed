/** A JSON Schema, or a part of it. */
type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const union = (types: readonly string[]): string => [...new Set(types)].join(" | ");
const quoted = (value: unknown): string => JSON.stringify(value) ?? "undefined";

const PLAIN: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};

/** The TypeScript type of what a JSON Schema allows; what types can't say (ranges, patterns) is left out. */
export function schemaType(schema: unknown): string {
  if (!isSchema(schema)) return schema === false ? "never" : "unknown";
  if ("const" in schema) return quoted(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map(quoted));
  const several = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(several)) return union(several.map(schemaType));
  if (Array.isArray(schema.allOf)) return schema.allOf.map((one) => `(${schemaType(one)})`).join(" & ");
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? impliedType(schema)];
  return union(types.map((type) => typeOf(String(type), schema)));
}

function impliedType(schema: Schema): string {
  if (schema.properties || schema.required) return "object";
  return schema.items ? "array" : "unknown";
}

function typeOf(type: string, schema: Schema): string {
  if (type === "array") {
    const item = schema.items === undefined ? "unknown" : schemaType(schema.items);
    return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
  }
  return type === "object" ? objectType(schema) : (PLAIN[type] ?? "unknown");
}

function objectType({ properties, required, additionalProperties: others }: Schema): string {
  const needed = new Set(Array.isArray(required) ? required : []);
  const members = Object.entries(isSchema(properties) ? properties : {}).map(
    ([name, member]) => `${quoted(name)}${needed.has(name) ? "" : "?"}: ${schemaType(member)}`,
  );
  if (members.length > 0) return `{ ${members.join("; ")} }`;
  return `Record<string, ${isSchema(others) ? schemaType(others) : "unknown"}>`;
}
