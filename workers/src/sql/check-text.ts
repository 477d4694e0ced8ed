import type { SqlError } from "@edgewise/core/sql/error.ts";

/** Characters a query may have. */
const MAX_LENGTH = 200_000;
/** Brackets open at once: the parser recurses for each. */
const MAX_NESTING = 120;

/** Refuses text that would cost the parser its stack, before it sees it. */
export function checkText(text: string): SqlError | null {
  if (text.length > MAX_LENGTH) {
    return { code: "too_complex", message: `The query is longer than ${MAX_LENGTH} characters.` };
  }
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index] as string;
    if (char === "'" || char === '"' || char === "`") index = stringEnd(text, index, char);
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    if (depth > MAX_NESTING) {
      const message = `The query is nested too deeply: at most ${MAX_NESTING} brackets can be open.`;
      return { code: "too_complex", message, span: { start: index, end: index + 1 } };
    }
  }
  return null;
}

function stringEnd(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === quote) return index;
  }
  return start;
}
