import type { Expr } from "../ast.ts";
import { call, constant } from "../build.ts";
import type { CompileContext } from "../context.ts";

/** A path with the project's cleaning rules applied one after the other: what fits `regex` becomes `alias`. */
export function cleanedPath(path: Expr, { pathCleaning = [] }: Pick<CompileContext, "pathCleaning">): Expr {
  return pathCleaning.reduce<Expr>(
    (before, { regex, alias }) => call("replaceRegexpAll", before, constant(regex), constant(alias)),
    path,
  );
}
