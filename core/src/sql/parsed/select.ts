import type { ArrayJoin, Call, Cte, Expr, GroupByMode, Select, SelectQuery, SetOperator } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { convertFrom } from "./from.ts";
import { modified } from "./group-modifiers.ts";
import { orderItems } from "./order.ts";
import { items, optionalText, present, type RawNode, type Reader, refuse, text, texts } from "./reader.ts";
import { readsTable } from "./reads-table.ts";
import { convertWindow } from "./window.ts";

export function convertSelect(reader: Reader, node: RawNode): Select {
  if (node.node === "SelectSetQuery") return convertSet(reader, node);
  if (node.node !== "SelectQuery") throw refuse(node, node.node);
  const { raw } = node;
  const ctes = items(raw.ctes).map((item) => reader.visit(item, (inner) => convertCte(reader, inner)));
  const arrayJoin = arrayJoinOf(reader, node);
  const orderBy = orderItems(reader, raw.order_by);
  const windows = Object.entries((raw.window_exprs as object | undefined) ?? {});
  const optional = (key: string): Expr | undefined => (present(raw[key]) ? reader.expr(raw[key]) : undefined);
  const clause = <K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> =>
    value === undefined ? {} : ({ [key]: value } as Record<K, T>);
  const { list, distinctOn } = selectList(reader, node);
  const query: SelectQuery = {
    node: "SelectQuery",
    ...(node.span ? { span: node.span } : {}),
    ...(ctes.length > 0 ? { ctes } : {}),
    select: list,
    ...(raw.distinct === true && !distinctOn ? { distinct: true } : {}),
    ...(present(raw.select_from) ? { from: convertFrom(reader, raw.select_from) } : {}),
    ...clause("arrayJoin", arrayJoin),
    ...clause("prewhere", optional("prewhere")),
    ...clause("where", optional("where")),
    ...groupBy(reader, node),
    ...clause("having", optional("having")),
    ...clause("qualify", optional("qualify")),
    ...(windows.length > 0
      ? {
          windows: Object.fromEntries(windows.map(([name, window]) => [name, convertWindow(reader, window)])),
        }
      : {}),
    ...(orderBy.length > 0 ? { orderBy } : {}),
    ...clause("limitBy", firstOfEach(distinctOn, limitByOf(reader, node), node)),
    ...clause("limit", count(reader, node, "limit")),
    ...(raw.limit_with_ties === true ? { limitWithTies: true } : {}),
    ...clause("offset", count(reader, node, "offset")),
  };
  const words = reader.takeModifiers(node.span);
  return words.length === 0 ? query : { ...query, ...modified(query, words, list, node.span) };
}

/** `DISTINCT ON (a, b)` comes as a call that leads the list. */
function selectList(reader: Reader, node: RawNode): { list: Expr[]; distinctOn?: readonly Expr[] } {
  const [first, ...rest] = items(node.raw.select).map((item) => reader.expr(item));
  const call = first?.node === "Alias" ? first.expr : first;
  if (first === undefined || node.raw.distinct !== true || !isOn(call)) {
    return { list: first === undefined ? [] : [first, ...rest] };
  }
  if (first.node === "Alias" || rest.length === 0) {
    const message = "DISTINCT ON (…) needs a blank and the columns to select behind its brackets.";
    throw new SqlProblem("syntax", message, first.span ?? node.span);
  }
  return { list: rest, distinctOn: call.args };
}

const isOn = (expr: Expr | undefined): expr is Call =>
  expr?.node === "Call" && expr.name.toLowerCase() === "on";

/** `DISTINCT ON (a)` is the first row of each `a` in the query's order. */
function firstOfEach(
  distinctOn: readonly Expr[] | undefined,
  limitBy: SelectQuery["limitBy"],
  node: RawNode,
): SelectQuery["limitBy"] {
  if (distinctOn === undefined) return limitBy;
  if (limitBy !== undefined) throw refuse(node, "DISTINCT ON together with LIMIT … BY");
  return { node: "LimitByExpr", n: 1, exprs: distinctOn };
}

function convertCte(reader: Reader, node: RawNode): Cte {
  const name = text(node, "name");
  if (node.raw.cte_type === "subquery") {
    const columns = texts(node.raw.columns);
    const query = reader.select(node.raw.expr);
    return {
      node: "CTE",
      name,
      value: {
        kind: "subquery",
        query,
        ...(columns.length > 0 ? { columns } : {}),
        ...(node.raw.recursive === true && readsTable(query, name) ? { recursive: true } : {}),
      },
    };
  }
  return { node: "CTE", name, value: { kind: "column", expr: reader.expr(node.raw.expr) } };
}

function arrayJoinOf(reader: Reader, node: RawNode): ArrayJoin | undefined {
  const op = optionalText(node, "array_join_op");
  if (op === undefined) return undefined;
  if (op !== "ARRAY JOIN" && op !== "LEFT ARRAY JOIN" && op !== "INNER ARRAY JOIN") throw refuse(node, op);
  const list = items(node.raw.array_join_list).map((item) => {
    const expr = reader.expr(item);
    if (expr.node === "Alias") return expr;
    throw new SqlProblem("invalid_arguments", "ARRAY JOIN arrays must have an alias.", node.span);
  });
  return { left: op === "LEFT ARRAY JOIN", items: list };
}

const MODES: Readonly<Record<string, GroupByMode>> = {
  all: "all",
  rollup: "rollup",
  cube: "cube",
  grouping_sets: "grouping sets",
};

function groupBy(reader: Reader, node: RawNode): Pick<SelectQuery, "groupBy" | "groupByMode"> {
  const mode = optionalText(node, "group_by_mode");
  const known = mode === undefined || Object.hasOwn(MODES, mode) ? MODES[mode ?? ""] : undefined;
  if (mode !== undefined && known === undefined) throw refuse(node, `GROUP BY ${mode}`);
  const list = items(node.raw.group_by).map(
    (item): Expr =>
      reader.visit(item, (inner) =>
        inner.node === "GroupingSet"
          ? { node: "Tuple", exprs: items(inner.raw.exprs).map((expr) => reader.expr(expr)) }
          : reader.expr(item),
      ),
  );
  return { ...(list.length > 0 ? { groupBy: list } : {}), ...(known ? { groupByMode: known } : {}) };
}

function limitByOf(reader: Reader, node: RawNode): SelectQuery["limitBy"] {
  if (!present(node.raw.limit_by)) return undefined;
  return reader.visit(node.raw.limit_by, (inner) => {
    const n = count(reader, inner, "n");
    const offset = count(reader, inner, "offset_value");
    if (n === undefined) throw new SqlProblem("syntax", "LIMIT … BY needs a number.", node.span);
    const exprs = items(inner.raw.exprs).map((item) => reader.expr(item));
    return { node: "LimitByExpr", n, exprs, ...(offset === undefined ? {} : { offset }) };
  });
}

/** LIMIT and OFFSET take whole numbers. */
function count(reader: Reader, node: RawNode, key: string): number | undefined {
  if (!present(node.raw[key]) && node.raw[key] !== 0) return undefined;
  const expr = reader.expr(node.raw[key]);
  if (
    expr.node === "Constant" &&
    typeof expr.value === "number" &&
    Number.isSafeInteger(expr.value) &&
    expr.value >= 0
  ) {
    return expr.value;
  }
  const word = key === "offset" || key === "offset_value" ? "OFFSET" : "LIMIT";
  throw new SqlProblem("invalid_arguments", `${word} takes a whole number.`, expr.span ?? node.span);
}

const SET_OPERATORS: ReadonlySet<string> = new Set<SetOperator>([
  "UNION ALL",
  "UNION DISTINCT",
  "INTERSECT",
  "INTERSECT DISTINCT",
  "EXCEPT",
  "EXCEPT DISTINCT",
]);

const isSetOperator = (op: string): op is SetOperator => SET_OPERATORS.has(op);

/** A LIMIT, OFFSET or ORDER BY after the last member applies to the whole. */
function convertSet(reader: Reader, node: RawNode): Select {
  const first = reader.select(node.raw.initial_select_query);
  const rest = items(node.raw.subsequent_select_queries).map((item) =>
    reader.visit(item, (inner) => {
      const op = text(inner, "set_operator").replace(/^UNION$/, "UNION DISTINCT");
      if (!isSetOperator(op)) throw refuse(inner, op);
      return { op, query: reader.select(inner.raw.select_query) };
    }),
  );
  const set: Select = { node: "SelectSetQuery", first, rest, ...(node.span ? { span: node.span } : {}) };
  const limit = count(reader, node, "limit");
  const offset = count(reader, node, "offset");
  const orderBy = orderItems(reader, node.raw.order_by);
  if (limit === undefined && offset === undefined && orderBy.length === 0) return set;
  return {
    node: "SelectQuery",
    select: [{ node: "Field", chain: ["*"] }],
    from: [{ node: "JoinExpr", table: set, alias: "members" }],
    ...(orderBy.length > 0 ? { orderBy } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}
