import type { JsonValue } from "@edgewise/core/events/types.ts";

/** What one side says about a flag. */
export interface Answer {
  /** undefined: it does not name the flag, or leaves it undecided. */
  readonly value: boolean | string | undefined;
  /** Parsed; undefined for none, and for payloads like `null` and `0`, which SDKs take for none. */
  readonly payload: JsonValue | undefined;
}

/** By flag key. */
export type Answers = ReadonlyMap<string, Answer>;

export const NO_ANSWER: Answer = { value: undefined, payload: undefined };

/** A payload as text, or parsed by the SDK already. */
export function payloadOf(payload: unknown): JsonValue | undefined {
  let value = payload;
  if (typeof payload === "string") {
    try {
      value = JSON.parse(payload);
    } catch {
      // An SDK that has parsed it already hands out the text itself.
      value = payload;
    }
  }
  return value ? (value as JsonValue) : undefined;
}

export const sameAnswer = (a: Answer, b: Answer): boolean =>
  a.value === b.value && (a.value === undefined || JSON.stringify(a.payload) === JSON.stringify(b.payload));
