/** The types that a property's value can be given by hand. */
export const VALUE_TYPES = ["text", "number", "boolean", "json"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** What a value is, for the editor. */
export function typeOfValue(value: unknown): ValueType {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "text" : "json";
}

/** A value as the editor's field shows it. */
export function toField(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** The value that a field means as a type. */
export function fromField(text: string, type: ValueType): Parsed {
  if (type === "text") return { ok: true, value: text };
  if (type === "number") {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value))
      return { ok: false, error: "Type a number, such as 12.5." };
    return { ok: true, value };
  }
  if (type === "boolean") return { ok: true, value: text === "true" };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, error: 'Type JSON, such as ["a", "b"] or null.' };
  }
}
