import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import type { ParserInstance } from "../src/sql/cut/parse-pieces.ts";
import { createQueryParser, instantiate } from "../src/sql/parser.ts";

/** The Worker's parser in Node, for tests: the same module, compiled from its file. */
export const parserForTests = async (): Promise<QueryParser> => createQueryParser(await moduleForTests());

/** The grammar alone, which reads a text at once. */
export const grammarForTests = async (): Promise<ParserInstance> => instantiate(await moduleForTests());

async function moduleForTests(): Promise<WebAssembly.Module> {
  const file = join(import.meta.dirname, "../src/sql/generated/hogql-parser.wasm");
  // Only the Workers' types lack the constructor.
  const { Module } = WebAssembly as unknown as { Module: new (bytes: Uint8Array) => WebAssembly.Module };
  return new Module(await readFile(file));
}
