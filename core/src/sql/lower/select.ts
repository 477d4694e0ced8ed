import type { Cte, Expr, GroupByMode, OrderExpr, Select, SelectQuery, SelectSetQuery } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { ident, joinSql, type Sql, sql } from "../fragment.ts";
import { truth } from "./expr.ts";
import { joinConditions, openSources, printFrom } from "./from.ts";
import { typed } from "./literal.ts";
import { dayConditions } from "./prune.ts";
import {
  type CteEntry,
  emptyScope,
  type LoweredSelect,
  type Lowering,
  type OutputColumn,
  type Scope,
} from "./scope.ts";
import { lowerSelectList, openAliases, printColumn } from "./select-list.ts";

type Ctes = ReadonlyMap<string, CteEntry>;

export function lowerSelect(low: Lowering, query: Select, ctes: Ctes, top: boolean): LoweredSelect {
  return query.node === "SelectQuery" ? lowerQuery(low, query, ctes, top) : lowerSet(low, query, ctes, top);
}

function lowerQuery(low: Lowering, query: SelectQuery, outer: Ctes, top: boolean): LoweredSelect {
  const { entries, printed } = openCtes(low, query.ctes ?? [], outer);
  const scope: Scope = { ...emptyScope(entries), windows: query.windows ?? {} };
  const from = query.from ?? [];
  openSources(low, from, scope);
  const arrayJoin = openArrayJoin(low, query, scope);
  const inner: Scope = arrayJoin.scope;
  openAliases(query, inner);
  const columns = lowerSelectList(low, query, inner, top);
  const rows = { ...inner, rowLevel: true };
  const prewhere = query.prewhere ? truth(low.expr(query.prewhere, rows)).sql : null;
  const where = query.where ? topLevel(low, query.where, rows) : [];
  const days = [...dayConditions(low, query.prewhere, rows), ...dayConditions(low, query.where, rows)];
  const conditions = joinConditions(low, from, inner);
  const tail = clauses(low, query, inner, columns.length);
  const limit = limits(low, query, top);
  const tenant = scope.sources.map((source) => source.filter()).filter((filter) => filter !== null);
  const filters = [...tenant, ...days, ...where];
  const text: Sql = [
    printed.length === 0 ? "" : [withWord(query.ctes ?? []), joinSql(printed, ", "), " "],
    query.distinct ? "SELECT DISTINCT " : "SELECT ",
    joinSql(columns.map(printColumn), ", "),
    from.length === 0 ? "" : [" FROM ", printFrom(from, scope.sources, conditions)],
    arrayJoin.sql,
    prewhere === null ? "" : [" PREWHERE ", prewhere],
    filters.length === 0 ? "" : [" WHERE ", joinSql(filters, " AND ")],
    tail,
    limit.sql,
  ];
  return { sql: text, columns, ...limit.page };
}

/** Conjuncts of a condition, so that no needless parentheses are printed. */
function topLevel(low: Lowering, where: Expr, scope: Scope): Sql[] {
  const parts = where.node === "And" ? where.exprs : [where];
  return parts.map((part) => truth(low.expr(part, scope)).sql);
}

function openCtes(low: Lowering, list: readonly Cte[], outer: Ctes): { entries: Ctes; printed: Sql[] } {
  const entries = new Map(outer);
  const printed: Sql[] = [];
  for (const { name, value } of list) {
    if (value.kind === "column") {
      entries.set(name, { kind: "column", expr: value.expr });
      continue;
    }
    const alias = low.unique(`cte_${name}`);
    const enter = (columns: readonly OutputColumn[]) =>
      entries.set(name, { kind: "subquery", printed: ident(alias), columns: renamed(columns, value, name) });
    if (value.recursive) enter(low.select(anchorOf(value.query, name), entries).columns);
    const { sql: body, columns } = low.select(value.query, entries);
    enter(columns);
    printed.push(sql`${ident(alias)} AS (${body})`);
  }
  return { entries, printed };
}

type SubqueryCte = Extract<Cte["value"], { kind: "subquery" }>;

/** Names of a list behind the CTE's name; what the engine calls the columns stays. */
function renamed(columns: readonly OutputColumn[], { columns: names, query }: SubqueryCte, name: string) {
  if (names === undefined) return columns;
  if (names.length === columns.length) return columns.map((column, i) => ({ ...column, name: names[i]! }));
  const message = `${name} names ${names.length} columns, but its query has ${columns.length}.`;
  throw new SqlProblem("invalid_arguments", message, query.span);
}

/** The member of a recursive CTE that reads no rows of the CTE: it gives the columns. */
function anchorOf(query: Select, name: string): Select {
  if (query.node === "SelectSetQuery" && query.rest.every(({ op }) => op === "UNION ALL")) return query.first;
  const message = `WITH RECURSIVE ${name}: a first SELECT, UNION ALL, and one that reads ${name}.`;
  throw new SqlProblem("invalid_arguments", message, query.span);
}

function withWord(ctes: readonly Cte[]): string {
  return ctes.some(({ value }) => value.kind === "subquery" && value.recursive) ? "WITH RECURSIVE " : "WITH ";
}

function openArrayJoin(low: Lowering, query: SelectQuery, scope: Scope): { scope: Scope; sql: Sql } {
  if (!query.arrayJoin) return { scope, sql: "" };
  const { items, left } = query.arrayJoin;
  const locals = new Map(scope.locals);
  const parts = items.map(({ alias, expr }) => {
    const lowered = low.expr(expr, scope);
    locals.set(alias, typed(ident(alias), "unknown", true, false));
    return sql`${lowered.sql} AS ${ident(alias)}`;
  });
  return {
    scope: { ...scope, locals },
    sql: [left ? " LEFT ARRAY JOIN " : " ARRAY JOIN ", joinSql(parts, ", ")],
  };
}

function clauses(low: Lowering, query: SelectQuery, scope: Scope, width: number): Sql {
  const group = (query.groupBy ?? []).map((expr) => positional(low, expr, scope, width));
  const order = (query.orderBy ?? []).map((item) => orderItem(low, item, scope, width));
  const { limitBy } = query;
  return [
    groupText(group, query.groupByMode ?? "plain"),
    query.having ? [" HAVING ", truth(low.expr(query.having, scope)).sql] : "",
    query.qualify ? [" QUALIFY ", truth(low.expr(query.qualify, scope)).sql] : "",
    order.length === 0 ? "" : [" ORDER BY ", joinSql(order, ", ")],
    limitBy
      ? [
          ` LIMIT ${count(limitBy.n)}`,
          limitBy.offset ? ` OFFSET ${count(limitBy.offset)}` : "",
          " BY ",
          joinSql(
            limitBy.exprs.map((expr) => positional(low, expr, scope, width)),
            ", ",
          ),
        ]
      : "",
  ];
}

function groupText(group: readonly Sql[], mode: GroupByMode): Sql {
  if (mode === "all") return " GROUP BY ALL";
  if (group.length === 0) return "";
  const list = joinSql(group, ", ");
  if (mode === "plain") return [" GROUP BY ", list];
  if (mode === "grouping sets") return [" GROUP BY GROUPING SETS (", list, ")"];
  return [` GROUP BY ${mode.toUpperCase()}(`, list, ")"];
}

/** A whole number names a column of the select list. */
function positional(low: Lowering, expr: Expr, scope: Scope, width: number): Sql {
  if (expr.node !== "Constant" || typeof expr.value !== "number") return low.expr(expr, scope).sql;
  if (Number.isInteger(expr.value) && expr.value >= 1 && expr.value <= width) return String(expr.value);
  throw new SqlProblem(
    "invalid_arguments",
    `There is no column ${expr.value} to sort or group by.`,
    expr.span,
  );
}

function orderItem(low: Lowering, item: OrderExpr, scope: Scope, width: number): Sql {
  const { fill } = item;
  const part = (word: string, expr: Expr | undefined): Sql =>
    expr ? sql` ${word} ${low.expr(expr, scope).sql}` : "";
  return [
    positional(low, item.expr, scope, width),
    ` ${item.order}`,
    item.nulls ? ` NULLS ${item.nulls}` : "",
    fill ? [" WITH FILL", part("FROM", fill.from), part("TO", fill.to), part("STEP", fill.step)] : "",
  ];
}

function count(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0) return String(value);
  throw new SqlProblem("invalid_arguments", `LIMIT and OFFSET take whole numbers, not ${value}.`);
}

interface Page {
  readonly sql: Sql;
  readonly page: { limit?: number; offset?: number; defaulted: boolean };
}

/** One row more than the default limit is read, to know whether there are more. */
function limits(
  low: Lowering,
  query: { limit?: number; offset?: number; limitWithTies?: boolean },
  top: boolean,
): Page {
  const offset = query.offset === undefined ? "" : ` OFFSET ${count(query.offset)}`;
  const { defaultRows, maxRows } = low.limits;
  if (query.limit === undefined) {
    if (!top || defaultRows === null) return { sql: offset, page: { defaulted: false } };
    const page = { limit: defaultRows, offset: query.offset ?? 0, defaulted: true };
    return { sql: ` LIMIT ${defaultRows + 1}${offset}`, page };
  }
  const limit = top ? Math.min(Number(count(query.limit)), maxRows) : Number(count(query.limit));
  const ties = query.limitWithTies ? " WITH TIES" : "";
  const page = { limit, ...(query.offset === undefined ? {} : { offset: query.offset }), defaulted: false };
  return { sql: ` LIMIT ${limit}${ties && !offset ? ties : ""}${offset}${ties && offset ? ties : ""}`, page };
}

/** UNION and the like: one flat list; at the top it is limited as a whole. */
function lowerSet(low: Lowering, set: SelectSetQuery, ctes: Ctes, top: boolean): LoweredSelect {
  const own = set.first.node === "SelectQuery" ? (set.first.ctes ?? []) : [];
  const shared = openCtes(low, own, ctes);
  const firstQuery = set.first.node === "SelectQuery" ? { ...set.first, ctes: [] } : set.first;
  const first = low.select(firstQuery, shared.entries);
  const parts: Sql[] = ["(", first.sql, ")"];
  for (const { op, query } of set.rest) {
    const next = low.select(query, shared.entries);
    if (next.columns.length !== first.columns.length) {
      const message = `${op}: ${first.columns.length} columns on one side, ${next.columns.length} on the other.`;
      throw new SqlProblem("invalid_arguments", message, query.span);
    }
    parts.push(` ${op} (`, next.sql, ")");
  }
  const columns = first.columns.map((column): OutputColumn => {
    const { type } = column.lowered;
    return { ...column, lowered: typed(column.lowered.sql, type, true, false) };
  });
  const withClause: Sql =
    shared.printed.length === 0 ? "" : [withWord(own), joinSql(shared.printed, ", "), " "];
  const page = limits(low, {}, top);
  if (page.sql === "") return { sql: [withClause, parts], columns, defaulted: false };
  const text: Sql = [withClause, "SELECT * FROM (", parts, `)`, page.sql];
  return { sql: text, columns, ...page.page };
}
