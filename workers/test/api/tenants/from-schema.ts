import fc from "fast-check";

/** The part of a JSON schema that the API's description uses. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** What stands for a text, and what for a value of that name. */
export interface Leaves {
  readonly text: fc.Arbitrary<string>;
  readonly named: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

/** Values of a schema's shape, most of them in order: optional fields are there or not, lists are short. */
export function fromSchema(schema: Schema, leaves: Leaves, depth = 0): fc.Arbitrary<unknown> {
  const inner = (some: Schema) => fromSchema(some, leaves, depth + 1);
  if (depth > 5) return leaves.text;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices?.length) return fc.oneof(...choices.map(inner));
  switch (schema.type) {
    case "string":
      return leaves.text;
    case "integer":
    case "number":
      return fc.oneof(
        fc.integer({ min: -1, max: 200 }),
        leaves.text.map(Number).filter(Number.isSafeInteger),
      );
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(inner(schema.items ?? {}), { maxLength: 3 });
    case "object":
      return objectOf(schema, leaves, inner);
    default:
      return fc.oneof(leaves.text, fc.integer(), fc.constant(null), fc.dictionary(leaves.text, leaves.text));
  }
}

function objectOf(
  schema: Schema,
  leaves: Leaves,
  inner: (some: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.entries(properties).map(([name, some]) => [name, leaves.named[name] ?? inner(some)]);
  const known = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required.filter((name) => name in properties),
  });
  if (fields.length > 0 || typeof additionalProperties !== "object") return known;
  return fc.dictionary(leaves.text, inner(additionalProperties), { maxKeys: 3 });
}
