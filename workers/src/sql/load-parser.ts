/// <reference path="./wasm.d.ts" />
import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import module from "./generated/hogql-parser.wasm";
import { createQueryParser } from "./parser.ts";

/** The parser in a Worker, where WebAssembly can only be imported. Takes 10 to 20 ms: load it with the first query. */
export const loadParser = (): Promise<QueryParser> => createQueryParser(module);
