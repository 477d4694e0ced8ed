import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import type { SqlError } from "@edgewise/core/sql/error.ts";
import { exprFromParser, selectFromParser } from "@edgewise/core/sql/from-parser.ts";
import type { Result } from "@edgewise/core/sql/result.ts";
import { checkText } from "./check-text.ts";
import createHogQLParser from "./generated/hogql-parser.js";

/** What the package's instance offers: JSON of the tree, or of an error. */
interface ParserInstance {
  parseSelect(input: string, isInternal?: boolean): string;
  parseExpr(input: string, isInternal?: boolean): string;
}

/** The query language's parser over a compiled WebAssembly module. */
export async function createQueryParser(module: WebAssembly.Module): Promise<QueryParser> {
  let instance: ParserInstance | undefined = await instantiate(module);
  const parse = <T>(
    text: string,
    run: (parser: ParserInstance) => string,
    convert: (json: string, source: string) => Result<T, SqlError>,
  ): Result<T, SqlError> => {
    const problem = checkText(text);
    if (problem) return { ok: false, error: problem };
    if (!instance) return failed("The parser is starting: try again.");
    try {
      return convert(run(instance), text);
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
    parseSelect: (text) => parse(text, (parser) => parser.parseSelect(text), selectFromParser),
    parseExpr: (text) => parse(text, (parser) => parser.parseExpr(text), exprFromParser),
  };
}

function failed(message: string): { readonly ok: false; readonly error: SqlError } {
  return { ok: false, error: { code: "too_complex", message } };
}

async function instantiate(module: WebAssembly.Module): Promise<ParserInstance> {
  return createHogQLParser({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(module, imports), module);
      return {};
    },
    print: () => {},
    printErr: () => {},
  });
}
