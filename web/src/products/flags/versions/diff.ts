import type { StateChange } from "../states/types.ts";

/** A flag as it was after a write. */
export interface FlagVersion {
  readonly version: number;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly created_by: { readonly first_name?: string; readonly email: string } | null;
  readonly created_at: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0);
const isSame = (a: unknown, b: unknown): boolean =>
  (isNothing(a) && isNothing(b)) || JSON.stringify(a) === JSON.stringify(b);

/** What is different between two definitions, field by field; conditions, variants … of `filters` each for itself. */
export function differences(before: Fields, after: Fields): StateChange[] {
  const flat = (fields: Fields): Fields => {
    const { filters, version: _version, ...rest } = fields;
    const parts = Object.entries(isObject(filters) ? filters : {});
    return { ...rest, ...Object.fromEntries(parts.map(([name, value]) => [`filters.${name}`, value])) };
  };
  const [old, next] = [flat(before), flat(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return names
    .filter((name) => !isSame(old[name], next[name]))
    .map((field) => ({ field, before: old[field] ?? null, after: next[field] ?? null }));
}
