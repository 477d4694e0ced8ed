import { readFile } from "node:fs/promises";
import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import { createQueryParser } from "../src/sql/parser.ts";

/** The Worker's parser in Node, for tests: the same module, compiled from its file. */
export async function parserForTests(): Promise<QueryParser> {
  const file = new URL("../src/sql/generated/hogql-parser.wasm", import.meta.url);
  return createQueryParser(await new WebAssembly.Module(await readFile(file)));
}
