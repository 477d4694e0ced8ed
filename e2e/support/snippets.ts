import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A piece of code in the documentation that says of itself that it runs. */
interface Snippet {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** Fences marked `run` of a page below `docs/`, in their order. */
export function snippetsOf(page: string): readonly Snippet[] {
  const text = readFileSync(join(import.meta.dirname, "../../docs", page), "utf8");
  return [...text.matchAll(/^```(\w+) run\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = "", 2: code = "" }) => ({
      page,
      line: text.slice(0, index).split("\n").length,
      language,
      code,
    }),
  );
}
