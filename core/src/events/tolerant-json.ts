import type { JsonValue } from "./types.ts";

/** Deeper subtrees are replaced by null; far above what an event may have, so such an event is refused later. */
const MAX_DEPTH = 256;
const ESCAPES: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPECIAL = /[+-]?(?:NaN|Infinity|nan|inf)/y;
const PLAIN = /[^"\\]*/y;
const SPACE = /[\s\ufeff]*/y;

/** What {@link parseTolerantly} throws: where the text stops being JSON. */
export class JsonTextError extends Error {
  readonly position: number;
  constructor(position: number) {
    super(`not JSON at character ${position}`);
    this.position = position;
  }
}

/**
 * Parses JSON as hand-written clients and Python produce it: `NaN` and `Infinity` (read as null), raw control
 * characters in strings, broken `\u` escapes and trailing commas. Slower than JSON.parse: use it when that failed.
 *
 * @throws JsonTextError when the text is not JSON even so
 */
export function parseTolerantly(text: string): JsonValue {
  let at = 0;

  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return "";
    at += found[0].length;
    return found[0];
  };

  const string = (): string => {
    at++;
    let result = "";
    for (;;) {
      result += match(PLAIN);
      if (at >= text.length) throw new JsonTextError(at);
      if (text[at++] === '"') return result;
      const escaped = text[at++] ?? "";
      if (escaped !== "u") {
        result += ESCAPES[escaped] ?? escaped;
        continue;
      }
      const hex = text.slice(at, at + 4);
      if (/^[0-9a-fA-F]{4}$/.test(hex)) {
        result += String.fromCharCode(Number.parseInt(hex, 16));
        at += 4;
      } else result += "\ufffd";
    }
  };

  const skip = (): null => {
    let depth = 0;
    while (at < text.length) {
      const c = text[at];
      if (c === '"') {
        string();
        continue;
      }
      if (c === "[" || c === "{") depth++;
      else if (c === "]" || c === "}") depth--;
      at++;
      if (depth === 0) return null;
    }
    throw new JsonTextError(at);
  };

  const members = (close: string, member: () => void): void => {
    at++;
    for (;;) {
      match(SPACE);
      if (text[at] === close) {
        at++;
        return;
      }
      member();
      match(SPACE);
      if (text[at] === ",") at++;
      else if (text[at] !== close) throw new JsonTextError(at);
    }
  };

  const object = (depth: number): JsonValue => {
    const result: { [key: string]: JsonValue } = {};
    members("}", () => {
      if (text[at] !== '"') throw new JsonTextError(at);
      const key = string();
      match(SPACE);
      if (text[at++] !== ":") throw new JsonTextError(at - 1);
      const item = value(depth + 1);
      if (key === "__proto__") {
        Object.defineProperty(result, key, {
          value: item,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      } else result[key] = item;
    });
    return result;
  };

  const array = (depth: number): JsonValue => {
    const result: JsonValue[] = [];
    members("]", () => result.push(value(depth + 1)));
    return result;
  };

  const literal = (): JsonValue => {
    for (const [word, meaning] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    if (match(SPECIAL)) return null;
    const number = match(NUMBER);
    if (number) {
      const parsed = Number(number);
      return Number.isFinite(parsed) ? parsed : null;
    }
    throw new JsonTextError(at);
  };

  const value = (depth: number): JsonValue => {
    match(SPACE);
    const c = text[at];
    if (c === '"') return string();
    if (c !== "{" && c !== "[") return literal();
    if (depth >= MAX_DEPTH) return skip();
    return c === "{" ? object(depth) : array(depth);
  };

  const result = value(0);
  match(SPACE);
  if (at < text.length) throw new JsonTextError(at);
  return result;
}
