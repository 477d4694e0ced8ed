import type { Alias, Call, Constant, Expr, Field, JoinExpr, Select, SelectQuery } from "../ast.ts";
import { alias, and, array, compare, constant, eq, field } from "../build.ts";
import { SqlProblem } from "../error.ts";
import { items, type RawNode, type Reader, refuse } from "./reader.ts";

/** Columns that a PIVOT may make. */
const MAX_CELLS = 500;

/** What a FROM clause reads, by the parser's node. */
type ReadTable = (reader: Reader, value: unknown) => JoinExpr;

/**
 * `source PIVOT (sum(n) FOR browser IN ('Chrome', 'Safari'))` as aggregates with a filter: one column for each value
 * (`Chrome`; `Chrome_name` when the aggregate has a name, `Chrome_sum` when there are several). Groups by GROUP BY, or
 * by every column of the source that PIVOT does not use.
 */
export function convertPivot(reader: Reader, node: RawNode, readTable: ReadTable): Select {
  const source = readTable(reader, node.raw.table);
  const aggregates = items(node.raw.aggregates).map((item) => aggregateOf(reader.expr(item), node));
  const columns = items(node.raw.columns).map((item) =>
    reader.visit(item, (column) => ({
      expr: reader.expr(column.raw.column),
      values: items(column.raw.values).map((value) => pivotValue(reader.expr(value), column)),
    })),
  );
  const given = items(node.raw.group_by).map((item) => reader.expr(item));
  const used = fieldsIn([aggregates.map(({ call: one }) => one), columns.map(({ expr }) => expr)]);
  const group =
    given.length > 0 ? given : kept(source, used, node, "PIVOT", " or GROUP BY").map((name) => field(name));
  const cells = columns
    .reduce<Cell[]>(
      (cells, { expr, values }) =>
        cells.flatMap((cell) =>
          values.map((value) => ({
            names: [...cell.names, value.name],
            conditions: [...cell.conditions, eq(expr, value.constant)],
          })),
        ),
      [{ names: [], conditions: [] }],
    )
    .flatMap(({ names, conditions }) =>
      aggregates.map((one) => {
        const suffix = one.name ?? (aggregates.length > 1 ? one.call.name : undefined);
        const filter = and(...(one.call.filter ? [one.call.filter] : []), ...conditions);
        return alias([...names, ...(suffix === undefined ? [] : [suffix])].join("_"), {
          ...one.call,
          filter,
        });
      }),
    );
  if (cells.length > MAX_CELLS) {
    const message = `PIVOT makes ${cells.length} columns, at most ${MAX_CELLS} are allowed.`;
    throw new SqlProblem("too_complex", message, node.span);
  }
  return {
    node: "SelectQuery",
    select: [...group, ...cells],
    from: [source],
    ...(group.length > 0 ? { groupBy: group.map(bare) } : {}),
  };
}

interface Cell {
  readonly names: readonly string[];
  readonly conditions: readonly Expr[];
}

/**
 * `source UNPIVOT (value FOR name IN (a, b AS 'B'))`: a row for each of the columns, with its name and value. NULLs are
 * left out unless INCLUDE NULLS is said.
 */
export function convertUnpivot(reader: Reader, node: RawNode, readTable: ReadTable): Select {
  const source = readTable(reader, node.raw.table);
  const [column, more] = items(node.raw.columns);
  if (more !== undefined) throw refuse(node, "UNPIVOT into several names");
  const { name, value, read } = reader.visit(column, (inner) => ({
    name: plainName(reader.expr(inner.raw.name_columns), inner),
    value: plainName(reader.expr(inner.raw.value_columns), inner),
    read: items(inner.raw.unpivot_values).map((item) => {
      const expr = reader.expr(item);
      const from = expr.node === "Alias" ? expr.expr : expr;
      return {
        label: expr.node === "Alias" ? expr.alias : plainName(from, inner),
        column: plainName(from, inner),
      };
    }),
  }));
  const columns = read.map(({ column: one }) => one);
  const others = kept(source, new Set(columns), node, "UNPIVOT", "");
  const clash = others.find((other) => other === name || other === value);
  if (clash !== undefined)
    throw new SqlProblem(
      "invalid_arguments",
      `UNPIVOT: the source has a column "${clash}" already.`,
      node.span,
    );
  const rows: SelectQuery = {
    node: "SelectQuery",
    select: [...others, name, value].map((one) => field(one)),
    from: [source],
    arrayJoin: {
      left: false,
      items: [
        alias(name, array(...read.map(({ label }) => constant(label)))),
        alias(value, array(...columns.map((one) => field(one)))),
      ],
    },
  };
  if (node.raw.include_nulls === true) return rows;
  return { ...rows, where: compare(field(value), "!=", constant(null)) };
}

function aggregateOf(expr: Expr, node: RawNode): { call: Call; name?: string } {
  const inner = expr.node === "Alias" ? expr.expr : expr;
  if (inner.node === "Call") return { call: inner, ...(expr.node === "Alias" ? { name: expr.alias } : {}) };
  throw new SqlProblem(
    "invalid_arguments",
    "PIVOT takes aggregates: sum(n), count() AS c.",
    expr.span ?? node.span,
  );
}

function pivotValue(expr: Expr, node: RawNode): { constant: Constant; name: string } {
  const inner = expr.node === "Alias" ? expr.expr : expr;
  if (inner.node === "Constant")
    return { constant: inner, name: expr.node === "Alias" ? expr.alias : String(inner.value) };
  const message = "PIVOT … IN takes constants: columns must be known before the query runs.";
  throw new SqlProblem("invalid_arguments", message, expr.span ?? node.span);
}

function plainName(expr: Expr, node: RawNode): string {
  if (expr.node === "Field" && expr.chain.length === 1) return String(expr.chain[0]);
  throw new SqlProblem("invalid_arguments", "UNPIVOT takes plain column names.", expr.span ?? node.span);
}

/** Columns of the source that are not used, which a subquery has to name. */
function kept(
  { table, span }: JoinExpr,
  used: ReadonlySet<string>,
  node: RawNode,
  word: string,
  or: string,
): string[] {
  const names = table.node === "SelectQuery" || table.node === "SelectSetQuery" ? namesOf(table) : undefined;
  if (names !== undefined) return names.filter((name) => !used.has(name));
  const message = `${word} needs a source with known columns: a subquery that names them${or}.`;
  throw new SqlProblem("invalid_arguments", message, span ?? node.span);
}

function namesOf(query: Select): string[] | undefined {
  if (query.node === "SelectSetQuery") return namesOf(query.first);
  const names = query.select.map((expr) =>
    expr.node === "Alias" ? expr.alias : expr.node === "Field" ? String(expr.chain.at(-1)) : "*",
  );
  return names.includes("*") ? undefined : names;
}

const bare = (expr: Expr): Expr => (expr.node === "Alias" ? (expr as Alias).expr : expr);

/** Names in all fields of a tree. */
function fieldsIn(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) fieldsIn(item, found);
  else if (typeof value === "object" && value !== null) {
    const node = value as Partial<Field>;
    if (node.node === "Field" && node.chain) for (const part of node.chain) found.add(String(part));
    else for (const child of Object.values(value)) fieldsIn(child, found);
  }
  return found;
}
