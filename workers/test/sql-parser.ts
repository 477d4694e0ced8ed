import { readFile } from "node:fs/promises";
import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import { createQueryParser } from "../src/sql/parser.ts";

/** The Worker's parser in Node, for tests: the same module, compiled from its file. */
export async function parserForTests(): Promise<QueryParser> {
  const file = new URL("../src/sql/generated/hogql-parser.wasm", import.meta.url);
  // Only the Workers' types lack the constructor.
  const module = Reflect.construct(WebAssembly.Module, [await readFile(file)]) as WebAssembly.Module;
  return createQueryParser(module);
}
