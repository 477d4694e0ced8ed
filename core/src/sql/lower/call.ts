import type { Call, Expr } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { bound, ident, joinSql, type Sql, sql } from "../fragment.ts";
import type { FunctionEntry } from "../functions/entry.ts";
import { lookupFunction, nearestFunction } from "../functions/lookup.ts";
import type { Lowered, SqlType } from "../types.ts";
import { typed } from "./literal.ts";
import { numeric } from "./property.ts";
import type { Lowering, Scope } from "./scope.ts";
import { SPECIAL } from "./special.ts";

/** Functions whose result has the type of one argument: base name → its position. */
const LIKE_ARGUMENT: Readonly<Record<string, number>> = {
  min: 0,
  max: 0,
  any: 0,
  anyLast: 0,
  anyHeavy: 0,
  argMin: 0,
  argMax: 0,
  first_value: 0,
  last_value: 0,
  lagInFrame: 0,
  leadInFrame: 0,
  lag: 0,
  lead: 0,
  if: 1,
  ifNull: 0,
  coalesce: 0,
  nullIf: 0,
  assumeNotNull: 0,
  toNullable: 0,
  least: 0,
  greatest: 0,
  materialize: 0,
  identity: 0,
};

/** Arguments of these see property text whatever its definition says. */
const UNTYPED = new Set(["toFloatOrZero", "toIntOrZero", "toFloatOrDefault", "toIntOrDefault"]);

const NOT_REPEATABLE = new Set([
  "rand",
  "rand64",
  "randCanonical",
  "generateUUIDv4",
  "generateUUIDv7",
  "nowInBlock",
]);

/** The row of a called function, or an error that names what to write instead. */
export function findFunction(name: string, span: Expr["span"]): FunctionEntry {
  const entry = lookupFunction(name);
  if (entry) return entry;
  const near = nearestFunction(name);
  const hint = near === undefined ? "" : `. Perhaps you meant '${near}(...)'?`;
  throw new SqlProblem("unknown_function", `Unsupported function call '${name}(...)'${hint}`, span, near);
}

export function lowerCall(low: Lowering, node: Call, scope: Scope): Lowered {
  const name = lookupFunction(node.name)?.name ?? node.name;
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
  if (special && node.args.length > 0 && !node.params?.length) {
    const lowered = special(low, node, scope);
    if (lowered) return lowered;
  }
  const entry = findFunction(node.name, node.span);
  if (entry.kind === "window") {
    throw new SqlProblem(
      "invalid_arguments",
      `${node.name} needs a window: ${node.name}(…) OVER (…).`,
      node.span,
    );
  }
  return applyFunction(low, entry, node, scope);
}

/** A call of an allowed function, parameters and aggregate clauses included. */
export function applyFunction(low: Lowering, entry: FunctionEntry, node: Call, scope: Scope): Lowered {
  const star = entry.name.startsWith("count") && node.args.length === 1 && isStar(node.args[0]);
  const nodes = star ? [] : node.args;
  checkCount(node, entry, nodes.length);
  checkClauses(node, entry);
  const inner = argumentScope(entry, scope);
  const args = nodes.map((arg) => argument(low, arg, entry, inner));
  const call = [
    entry.template === undefined
      ? plainCall(low, entry, node, args, scope)
      : fillTemplate(entry.template, args, low.context.timezone),
    node.filter ? sql` FILTER (WHERE ${low.expr(node.filter, inner).sql})` : "",
  ];
  const repeatable = entry.kind === "scalar" && !NOT_REPEATABLE.has(entry.name);
  return typed(
    call,
    resultType(entry, args),
    nullable(entry, args),
    repeatable && args.every((arg) => arg.isConstant),
  );
}

function argumentScope(entry: FunctionEntry, scope: Scope): Scope {
  const rowLevel = scope.rowLevel || entry.kind === "aggregate";
  const untyped = scope.untyped || UNTYPED.has(entry.name);
  return rowLevel === scope.rowLevel && untyped === scope.untyped ? scope : { ...scope, rowLevel, untyped };
}

const isStar = (expr: Expr | undefined): boolean =>
  expr?.node === "Field" && expr.chain.length === 1 && expr.chain[0] === "*";

function argument(low: Lowering, arg: Expr, entry: FunctionEntry, scope: Scope): Lowered {
  if (arg.node === "Lambda") {
    const unknown = (name: string): Lowered => typed(ident(name), "unknown", true, false);
    const locals = new Map([...scope.locals, ...arg.args.map((name) => [name, unknown(name)] as const)]);
    const body = low.expr(arg.expr, { ...scope, locals });
    const head = arg.args.length === 1 ? ident(arg.args[0] ?? "x") : `(${arg.args.map(ident).join(", ")})`;
    return typed([head, " -> ", body.sql], "unknown", false, body.isConstant);
  }
  const lowered = low.expr(arg, scope);
  return entry.numeric ? numeric(lowered) : lowered;
}

function plainCall(
  low: Lowering,
  entry: FunctionEntry,
  node: Call,
  args: readonly Lowered[],
  scope: Scope,
): Sql {
  const params = node.params ?? [];
  const list = joinSql(
    args.map((arg) => arg.sql),
    ", ",
  );
  return [
    entry.name,
    params.length === 0
      ? ""
      : [
          "(",
          joinSql(
            params.map((param) => low.expr(param, scope).sql),
            ", ",
          ),
          ")",
        ],
    "(",
    node.distinct ? "DISTINCT " : "",
    list,
    ")",
  ];
}

/** ClickHouse text of a row's template with its arguments in place. */
function fillTemplate(template: string, args: readonly Lowered[], timezone: string): Sql {
  const parts = template.split(/(\$(?:\d|\*|tz))/);
  return parts.map((part): Sql => {
    if (part === "$tz") return bound("String", timezone);
    if (part === "$*")
      return joinSql(
        args.map((arg) => arg.sql),
        ", ",
      );
    const index = /^\$(\d)$/.exec(part)?.[1];
    return index === undefined ? part : (args[Number(index) - 1]?.sql ?? "");
  });
}

function checkCount(node: Call, entry: FunctionEntry, count: number): void {
  const base = Object.hasOwn(node, "distinct") && node.distinct ? Number.POSITIVE_INFINITY : entry.max;
  if (count >= entry.min && count <= base) return;
  const wanted =
    entry.max === entry.min
      ? `${entry.min}`
      : entry.max === Number.POSITIVE_INFINITY
        ? `at least ${entry.min}`
        : `${entry.min} to ${entry.max}`;
  const message = `Function '${node.name}' expects ${wanted} argument${wanted === "1" ? "" : "s"}, found ${count}.`;
  throw new SqlProblem("invalid_arguments", message, node.span);
}

function checkClauses(node: Call, entry: FunctionEntry): void {
  const count = node.params?.length ?? 0;
  const [min, max] = entry.params ?? [0, 0];
  if (count < min || count > max) {
    const message = `Function '${node.name}' expects ${min === max ? min : `${min} to ${max}`} parameters, found ${count}.`;
    throw new SqlProblem("invalid_arguments", message, node.span);
  }
  const aggregate = entry.kind === "aggregate";
  if (node.distinct && !aggregate) {
    throw new SqlProblem(
      "invalid_arguments",
      `DISTINCT works in aggregates, not in '${node.name}'.`,
      node.span,
    );
  }
  if (node.filter && (!aggregate || entry.template !== undefined)) {
    throw new SqlProblem(
      "invalid_arguments",
      `FILTER works on aggregates, not on '${node.name}'.`,
      node.span,
    );
  }
  if (node.orderBy?.length) {
    const message = "ORDER BY inside a call isn't supported: sort the rows in a subquery, or use arraySort.";
    throw new SqlProblem("unsupported", message, node.span);
  }
}

function resultType(entry: FunctionEntry, args: readonly Lowered[]): SqlType {
  const base = entry.name.replace(/(If|OrNull|Distinct)$/, "");
  const index = Object.hasOwn(LIKE_ARGUMENT, base) ? LIKE_ARGUMENT[base] : undefined;
  if (entry.type !== "unknown" || index === undefined) return entry.type;
  return args[index]?.type ?? "unknown";
}

function nullable(entry: FunctionEntry, args: readonly Lowered[]): boolean {
  if (entry.nulls !== "args") return entry.nulls === "always";
  if (entry.name === "ifNull" || entry.name === "coalesce") return args.every((arg) => arg.nullable);
  return args.some((arg) => arg.nullable || arg.type === "unknown") || entry.name === "arrayJoin";
}
