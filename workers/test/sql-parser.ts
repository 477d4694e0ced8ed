import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import { createQueryParser } from "../src/sql/parser.ts";

/** The Worker's parser in Node, for tests: the same module, compiled from its file. */
export async function parserForTests(): Promise<QueryParser> {
  const file = join(import.meta.dirname, "../src/sql/generated/hogql-parser.wasm");
  // Only the Workers' types lack the constructor.
  const { Module } = WebAssembly as unknown as { Module: new (bytes: Uint8Array) => WebAssembly.Module };
  return createQueryParser(new Module(await readFile(file)));
}
