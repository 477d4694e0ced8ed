/** The parts of JSON Schema that our routes' descriptions use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly $ref?: string;
}

/** Deeper than that, an object is told by its fields' names alone. */
const MAX_DEPTH = 3;

const NAMES: Readonly<Record<string, string>> = { integer: "number", array: "unknown[]", object: "object" };

/**
 * A JSON Schema as a reader of TypeScript would write it down: optional fields carry `?`, notes stand behind `//`.
 * @param indent of the line in which it begins
 */
export function schemaText(schema: JsonSchema, indent = "", depth = 0): string {
  const { properties, items, additionalProperties } = schema;
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) return schema.$ref.replace(/^.*\//, "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (choices) return [...new Set(choices.map((one) => schemaText(one, indent, depth)))].join(" | ");
  if (properties) return objectText(schema, properties, indent, depth);
  if (items) return arrayOf(schemaText(items, indent, depth));
  if (typeof additionalProperties === "object")
    return `{ [name]: ${schemaText(additionalProperties, indent, depth)} }`;
  const types = [schema.type ?? "unknown"].flat();
  return types.map((type) => NAMES[type] ?? type).join(" | ");
}

function objectText(
  { required = [] }: JsonSchema,
  properties: Readonly<Record<string, JsonSchema>>,
  indent: string,
  depth: number,
): string {
  const fields = Object.entries(properties);
  if (fields.length === 0) return "{}";
  if (depth >= MAX_DEPTH) return `{ ${fields.map(([name]) => name).join(", ")} }`;
  const inner = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const mark = required.includes(name) ? "" : "?";
    const note = field.description ?? field.format;
    const type = schemaText(field, inner, depth + 1);
    return `${inner}${name}${mark}: ${type}${note === undefined ? "" : `  // ${note}`}`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

const arrayOf = (text: string): string =>
  / \| /.test(text) && !text.startsWith("{") ? `(${text})[]` : `${text}[]`;
