import type { Flag } from "./flag.ts";
import { schemaType, union } from "./schema-type.ts";

/** A TypeScript file with the keys, values and payload types of flags. The same flags give the same text. */
export function writeTypes(flags: readonly Flag[]): string {
  const sorted = [...flags].sort((a, b) => (a.key < b.key ? -1 : 1));
  const values = sorted.map((flag) => `  ${docOf(flag)}${quoted(flag.key)}: ${valueType(flag)};`);
  const payloads = sorted.flatMap((flag) => {
    const type = payloadType(flag);
    return type === null ? [] : [`  ${quoted(flag.key)}: ${type};`];
  });
  return `// Written by "edgewise flags types": change the flags, not this file.

/** What each flag answers. */
export interface Flags {
${values.join("\n")}
}

/** Payloads of the flags that have some. */
export interface FlagPayloads {
${payloads.join("\n")}
}

export type FlagKey = keyof Flags;
export type FlagValue<Key extends FlagKey> = Flags[Key];
export type FlagPayload<Key extends FlagKey> = Key extends keyof FlagPayloads ? FlagPayloads[Key] : undefined;

export const flagKeys = [${sorted.map(({ key }) => quoted(key)).join(", ")}] as const;
`;
}

const quoted = (text: string): string => JSON.stringify(text);

function docOf({ name }: Flag): string {
  const text = name.replaceAll(/\s+/g, " ").replaceAll("*/", "* /").trim();
  return text === "" ? "" : `/** ${text} */\n  `;
}

const formsOf = (flag: Flag): Flag["filters"][] => [
  flag.filters,
  ...Object.values(flag.environments).flatMap(({ filters }) => (filters === undefined ? [] : [filters])),
];

function valueType(flag: Flag): string {
  const names = formsOf(flag).flatMap(({ multivariate }) =>
    (multivariate?.variants ?? []).map(({ key }) => key),
  );
  if (names.length === 0) return "boolean";
  const isMixed = formsOf(flag).some(({ multivariate }) => (multivariate?.variants ?? []).length === 0);
  return union([...names.map(quoted), isMixed ? "boolean" : "false"]);
}

function payloadType(flag: Flag): string | null {
  const schemas = formsOf(flag).flatMap(({ payload_schema: schema }) => (schema ? [schema] : []));
  if (schemas.length > 0) return union(schemas.map(schemaType));
  if (flag.has_encrypted_payloads) return "unknown";
  const payloads = formsOf(flag).flatMap(({ payloads }) => Object.values(payloads ?? {}));
  return payloads.length === 0 ? null : union(payloads.map((payload) => jsonType(parsed(payload))));
}

function parsed(payload: unknown): unknown {
  if (typeof payload !== "string") return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

/** The type of a JSON value: members of objects by name, items of arrays as a union. */
function jsonType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) {
    const item = value.length === 0 ? "unknown" : union(value.map(jsonType));
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  if (typeof value !== "object") return typeof value;
  const members = Object.entries(value).map(([name, member]) => `${quoted(name)}: ${jsonType(member)}`);
  return members.length === 0 ? "Record<string, never>" : `{ ${members.join("; ")} }`;
}
