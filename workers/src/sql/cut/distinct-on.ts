import { tokensOf } from "./tokens.ts";

/**
 * The grammar takes `DISTINCT ON (a) b` for a call with an alias, and refuses any other first column. A comma in place
 * of the blank behind the brackets makes it a call and a list; no position moves.
 */
export function separateDistinctOn(text: string): string {
  if (!/\bdistinct\s+on\b/i.test(text)) return text;
  const tokens = tokensOf(text) ?? [];
  const commas = tokens.flatMap((_, index) => {
    const words = tokens.slice(index, index + 3).map((one) => one.text);
    if (words.join(" ") !== "select distinct on" || tokens[index + 3]?.text !== "(") return [];
    let depth = 0;
    const close = tokens.slice(index + 3).find((one) => {
      depth += one.kind === "open" ? 1 : one.kind === "close" ? -1 : 0;
      return depth === 0;
    });
    return close !== undefined && /\s/.test(text[close.end] ?? "") ? [close.end] : [];
  });
  return commas.reduce((out, at) => `${out.slice(0, at)},${out.slice(at + 1)}`, text);
}
