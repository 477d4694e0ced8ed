import type { JsonValue } from "../../events/types.ts";

/** Strings raw, everything else as compact JSON with sorted keys; null is "null". */
export function stringForm(value: JsonValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return JSON.stringify(sorted(value));
  return String(value);
}

function sorted(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

const NON_ASCII = /[^\x00-\x7f]/;

let lastInput = "";
let lastOutput = "";

/** Lower-cases A–Z only. Many flags look at the same value in turn, so the last answer is kept. */
export function asciiLower(text: string): string {
  if (text === lastInput) return lastOutput;
  lastInput = text;
  lastOutput = NON_ASCII.test(text)
    ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    : text.toLowerCase();
  return lastOutput;
}

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)$/i;

/** A number, or text that is wholly a number (no blanks; `inf` and `nan` count); else null. */
export function numericForm(value: JsonValue): number | null {
  if (typeof value === "number") return value;
  const text = stringForm(value);
  if (!NUMBER.test(text)) return null;
  if (/nan$/i.test(text)) return Number.NaN;
  if (/inf/i.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** An identifier as text: strings and numbers; anything else names nothing. */
export function idForm(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
