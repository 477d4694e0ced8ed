import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import type { SqlError } from "@edgewise/core/sql/error.ts";
import { exprFromTree, selectFromTree } from "@edgewise/core/sql/from-parser.ts";
import type { Result } from "@edgewise/core/sql/result.ts";
import { checkText } from "./check-text.ts";
import { separateDistinctOn } from "./cut/distinct-on.ts";
import { type ParserInstance, parsePieces } from "./cut/parse-pieces.ts";
import createHogQLParser from "./generated/hogql-parser.js";

/** The query language's parser over a compiled WebAssembly module. */
export async function createQueryParser(module: WebAssembly.Module): Promise<QueryParser> {
  let instance: ParserInstance | undefined = await instantiate(module);
  const parse = <T>(
    text: string,
    kind: "select" | "expr",
    convert: (tree: unknown, source: string) => Result<T, SqlError>,
  ): Result<T, SqlError> => {
    const problem = checkText(text);
    if (problem) return { ok: false, error: problem };
    if (!instance) return failed("The parser is starting: try again.");
    try {
      const tree = parsePieces(instance, separateDistinctOn(text), kind);
      return tree.ok ? convert(tree.value, text) : tree;
    } catch {
      // A trap leaves the instance in an unknown state: the next query gets a new one.
      instance = undefined;
      void instantiate(module).then((fresh) => {
        instance = fresh;
      });
      return failed("The query can't be parsed: it is nested too deeply or too long.");
    }
  };
  return {
    parseSelect: (text) => parse(text, "select", selectFromTree),
    parseExpr: (text) => parse(text, "expr", exprFromTree),
  };
}

function failed(message: string): { readonly ok: false; readonly error: SqlError } {
  return { ok: false, error: { code: "too_complex", message } };
}

/** The package's own interface over the module. */
export async function instantiate(module: WebAssembly.Module): Promise<ParserInstance> {
  return createHogQLParser({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(module, imports), module);
      return {};
    },
    print: () => {},
    printErr: () => {},
  });
}
