import type { Expr, Field } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { ident } from "../fragment.ts";
import type { Lowered } from "../types.ts";
import type { AliasEntry, Lowering, Scope } from "./scope.ts";
import { unknownField } from "./scope.ts";
import { below } from "./subquery-source.ts";

type Chain = readonly (string | number)[];

/** What a name means: lambda argument, alias of this select, expression CTE, table column, in this order. */
export function lowerField(low: Lowering, node: Field, scope: Scope): Lowered {
  const lowered = resolve(low, node.chain, node.span, scope);
  return scope.untyped && lowered.text ? lowered.text : lowered;
}

function resolve(low: Lowering, chain: Chain, span: Expr["span"], scope: Scope): Lowered {
  const [first, ...rest] = chain;
  const name = String(first);
  const local = scope.locals.get(name);
  if (local) return rest.length === 0 ? local : below(local, rest, span);
  const alias = scope.aliases.get(name);
  const asTable = rest.length > 0 && scope.sources.some((source) => source.names.includes(name));
  if (alias && !asTable && usable(alias, name, scope)) return lowerAlias(low, name, alias, rest, span, scope);
  const cte = scope.ctes.get(name);
  if (cte?.kind === "column") return lowerColumnCte(low, name, cte.expr, rest, span, scope);
  const addressed = scope.sources.find((source) => source.names.includes(name));
  const [second] = rest;
  if (addressed && typeof second === "string" && addressed.has(second)) return addressed.resolve(rest, span);
  const holders = scope.sources.filter((source) => source.has(name));
  if (holders.length > 1 && !scope.using.has(name)) {
    const message = `Ambiguous query. Found multiple sources for field: ${name}. Write it as table.${name}.`;
    throw new SqlProblem("unknown_field", message, span);
  }
  const [holder] = holders;
  if (holder) return holder.resolve(chain, span);
  if (addressed && rest.length > 0) return addressed.resolve(rest, span);
  throw unknownField(chain, scope, span);
}

function usable(alias: AliasEntry, name: string, scope: Scope): boolean {
  if (alias.state === "busy") return false;
  if (!alias.aggregate || !scope.rowLevel) return true;
  return !scope.sources.some((source) => source.has(name));
}

/** An alias is printed by name; a path below it continues the expression it stands for. */
function lowerAlias(
  low: Lowering,
  name: string,
  entry: AliasEntry,
  rest: Chain,
  span: Expr["span"],
  scope: Scope,
): Lowered {
  const value = aliasValue(low, entry, scope);
  if (rest.length > 0) {
    if (entry.expr.node === "Field") {
      const state = entry.state;
      entry.state = "busy";
      const lowered = resolve(low, [...entry.expr.chain, ...rest], span, scope);
      entry.state = state;
      return lowered;
    }
    return below({ ...value, sql: ident(name) }, rest, span);
  }
  const { type, nullable, property, isConstant } = value;
  return { sql: ident(name), type, nullable, isConstant, ...(property ? { property } : {}) };
}

/** Lowers the expression behind an alias once. */
export function aliasValue(low: Lowering, entry: AliasEntry, scope: Scope): Lowered {
  if (entry.state === "busy")
    throw new SqlProblem("invalid_arguments", "An alias can't be defined by itself.");
  if (entry.state !== "new") return entry.state;
  entry.state = "busy";
  const lowered = low.expr(entry.expr, { ...scope, rowLevel: false, untyped: false });
  entry.state = lowered;
  return lowered;
}

function lowerColumnCte(
  low: Lowering,
  name: string,
  expr: Expr,
  rest: Chain,
  span: Expr["span"],
  scope: Scope,
): Lowered {
  const ctes = new Map([...scope.ctes].filter(([key]) => key !== name));
  const inner = { ...scope, ctes };
  if (rest.length > 0 && expr.node === "Field") {
    return resolve(low, [...expr.chain, ...rest], span, inner);
  }
  const value = low.expr(expr, inner);
  return rest.length === 0 ? value : below(value, rest, span);
}
