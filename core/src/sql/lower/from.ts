import type { Expr, JoinExpr, TableRef, ValuesQuery } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { bound, ident, joinSql, type Sql, sql } from "../fragment.ts";
import { nearest } from "../functions/lookup.ts";
import { findTable, LATER_TABLES, TABLES } from "../schema/registry.ts";
import { compareValues } from "./compare.ts";
import { typed } from "./literal.ts";
import { PhysicalSource } from "./physical-source.ts";
import type { Lowering, OutputColumn, Scope, Source } from "./scope.ts";
import { SubquerySource } from "./subquery-source.ts";

/** `numbers(n)` of more rows is refused. */
const MAX_NUMBERS = 10_000_000;

/** Adds the tables of a FROM clause to the scope; `on` conditions are lowered by {@link printFrom}. */
export function openSources(low: Lowering, items: readonly JoinExpr[], scope: Scope): void {
  const outer = items.some((item) =>
    /^(RIGHT|FULL|ANY RIGHT|SEMI RIGHT|ANTI RIGHT)/.test(item.joinType ?? ""),
  );
  items.forEach((item, index) => {
    const source = open(low, item, index > 0 || outer, scope);
    const [name] = source.names;
    if (name !== undefined && scope.sources.some((other) => other.names.includes(name))) {
      const message = `Already have joined a table called "${name}". Give one of them an alias.`;
      throw new SqlProblem("invalid_arguments", message, item.span);
    }
    scope.sources.push(source);
    for (const column of item.using ?? []) scope.using.add(column);
  });
}

/** The FROM clause, once every field of the select was resolved. */
export function printFrom(
  items: readonly JoinExpr[],
  sources: readonly Source[],
  conditions: readonly Sql[],
): Sql {
  return items.map((item, index): Sql => {
    const table = sources[index]?.print() ?? "";
    if (index === 0) return table;
    const condition = conditions[index] ?? "";
    return [` ${item.joinType ?? "CROSS JOIN"} `, table, condition === "" ? "" : [" ON ", condition]];
  });
}

/** ON conditions by position; USING becomes equality with the first table that has the column. */
export function joinConditions(low: Lowering, items: readonly JoinExpr[], scope: Scope): Sql[] {
  return items.map((item, index): Sql => {
    if (index === 0 || item.joinType === "CROSS JOIN") return "";
    if (item.on) return low.expr(item.on, scope).sql;
    if (!item.using?.length) {
      throw new SqlProblem("invalid_arguments", `${item.joinType} needs ON or USING.`, item.span);
    }
    const equalities = item.using.map((name) => usingCondition(low, name, index, scope, item.span));
    return joinSql(equalities, " AND ");
  });
}

function usingCondition(low: Lowering, name: string, index: number, scope: Scope, span: Expr["span"]): Sql {
  const left = scope.sources.slice(0, index).find((source) => source.has(name));
  const right = scope.sources[index];
  if (!left || !right?.has(name)) {
    throw new SqlProblem("unknown_field", `USING (${name}): both sides need a field ${name}.`, span);
  }
  return compareValues(low, "==", left.resolve([name], span), right.resolve([name], span), span).sql;
}

function open(low: Lowering, item: JoinExpr, wrapped: boolean, scope: Scope): Source {
  const { table, alias } = item;
  if (table.node === "TableRef") return openTable(low, item, table, wrapped, scope);
  if (item.sample) throw new SqlProblem("unsupported", "SAMPLE works on events only.", item.span);
  const names = alias === undefined ? [] : [alias];
  const printed = low.unique(alias ?? "subquery");
  if (table.node === "ValuesQuery") {
    const { body, columns } = lowerValues(low, table, scope);
    return new SubquerySource({ names, alias: printed, body, columns });
  }
  const { sql: query, columns } = low.select(table, scope.ctes);
  return new SubquerySource({ names, alias: printed, body: ["(", query, ")"], columns });
}

function openTable(low: Lowering, item: JoinExpr, ref: TableRef, wrapped: boolean, scope: Scope): Source {
  const name = item.alias ?? ref.name;
  const printed = low.unique(name, findTable(ref.name)?.physical);
  const cte = scope.ctes.get(ref.name);
  if (cte?.kind === "subquery" && ref.args === undefined) {
    return new SubquerySource({ names: [name], alias: printed, body: cte.printed, columns: cte.columns });
  }
  if (ref.name === "numbers") return openNumbers(ref, name, printed);
  if (ref.args !== undefined) {
    throw new SqlProblem("unknown_table", `Table function '${ref.name}' is not available.`, item.span);
  }
  const table = findTable(ref.name);
  if (!table) return openView(low, item, ref.name, { name, printed }, scope);
  return new PhysicalSource(low, table, {
    alias: printed,
    names: [name],
    wrapped,
    sample: item.sample?.ratio,
  });
}

function openView(
  low: Lowering,
  item: JoinExpr,
  view: string,
  { name, printed }: { readonly name: string; readonly printed: string },
  scope: Scope,
): Source {
  const lowered = low.view(view, item.span);
  if (!lowered) throw unknownTable(view, scope, item.span);
  if (item.sample) throw new SqlProblem("unsupported", "SAMPLE works on events only.", item.span);
  const { sql: query, columns } = lowered;
  return new SubquerySource({ names: [name], alias: printed, body: ["(", query, ")"], columns });
}

function unknownTable(name: string, scope: Scope, span: Expr["span"]): SqlProblem {
  if (LATER_TABLES.has(name)) {
    return new SqlProblem("not_available", `Table \`${name}\` is not available yet.`, span);
  }
  const near = nearest(name, [...TABLES.keys(), ...scope.ctes.keys()]);
  const hint = near === undefined ? "" : ` Perhaps you meant \`${near}\`?`;
  return new SqlProblem("unknown_table", `Unknown table \`${name}\`.${hint}`, span, near);
}

function openNumbers(ref: TableRef, name: string, alias: string): Source {
  const args = (ref.args ?? []).map((arg) => (arg.node === "Constant" ? arg.value : null));
  const valid = args.every((arg) => typeof arg === "number" && Number.isSafeInteger(arg) && arg >= 0);
  if (!valid || args.length === 0 || args.length > 2 || Number(args.at(-1)) > MAX_NUMBERS) {
    const message = `numbers(count) or numbers(start, count): whole numbers, at most ${MAX_NUMBERS} rows.`;
    throw new SqlProblem("invalid_arguments", message, ref.span);
  }
  const list = joinSql(
    args.map((arg) => bound("UInt64", Number(arg))),
    ", ",
  );
  const column: OutputColumn = {
    name: "number",
    printed: "number",
    lowered: typed("number", "number", false, false),
  };
  return new SubquerySource({ names: [name], alias, body: sql`numbers(${list})`, columns: [column] });
}

/** VALUES as a union of one-row selects. */
function lowerValues(
  low: Lowering,
  values: ValuesQuery,
  scope: Scope,
): { body: Sql; columns: OutputColumn[] } {
  const [first] = values.rows;
  const width = first?.length ?? 0;
  if (width === 0 || values.rows.some((row) => row.length !== width)) {
    throw new SqlProblem("invalid_arguments", "VALUES needs rows of the same length.", values.span);
  }
  const rows = values.rows.map((row) => row.map((expr) => low.expr(expr, scope)));
  const columns = Array.from({ length: width }, (_, index): OutputColumn => {
    const name = values.columns?.[index] ?? `c${index + 1}`;
    const cells = rows.flatMap((row) => row[index] ?? []);
    const nullable = cells.some((cell) => cell.nullable);
    return {
      name,
      printed: `c${index + 1}`,
      lowered: typed("", cells[0]?.type ?? "unknown", nullable, false),
    };
  });
  const selects = rows.map(
    (row): Sql => [
      "SELECT ",
      joinSql(
        row.map((cell, index) => sql`${cell.sql} AS ${ident(`c${index + 1}`)}`),
        ", ",
      ),
    ],
  );
  return { body: ["(", joinSql(selects, " UNION ALL "), ")"], columns };
}
