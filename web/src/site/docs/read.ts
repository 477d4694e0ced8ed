import { readFile } from "node:fs/promises";
import path from "node:path";
import { DOCS } from "./nav.ts";

export interface Doc {
  /** As in {@link DOCS}; empty for the overview. */
  readonly path: string;
  readonly title: string;
  readonly markdown: string;
}

/**
 * Reads a page of the documentation, when the site is built. Throws for a page that is not in {@link DOCS}.
 * @param folder of the documentation; default as seen from the web app
 */
export async function readDoc(page: string, folder = path.join(process.cwd(), "..", "docs")): Promise<Doc> {
  if (page === "") return { path: "", title: "Documentation", markdown: "" };
  const entry = DOCS.find(({ path: known }) => known === page);
  if (!entry) throw new Error(`no page of the documentation: ${page}`);
  return { ...entry, markdown: await readFile(path.join(folder, `${page}.md`), "utf8") };
}
