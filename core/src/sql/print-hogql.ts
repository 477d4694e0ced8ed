import type { Cte, Expr, JoinExpr, OrderExpr, Select, SelectQuery, WindowExpr } from "./ast.ts";

interface PrintOptions {
  /** One clause a line, columns indented. */
  readonly pretty?: boolean;
}

/** The query or expression as text of the query language: what anyone can run in the SQL editor. */
export function printHogQL(node: Select | Expr, options: PrintOptions = {}): string {
  return isSelect(node) ? select(node, options.pretty ? 0 : -1) : expr(node);
}

const isSelect = (node: Select | Expr): node is Select =>
  node.node === "SelectQuery" || node.node === "SelectSetQuery";

/** `indent` < 0: on one line. */
function select(query: Select, indent: number): string {
  if (query.node === "SelectQuery") return selectQuery(query, indent);
  const gap = indent < 0 ? " " : `\n${pad(indent)}`;
  const part = (inner: Select): string => `(${select(inner, -1)})`;
  const rest = query.rest.map(({ op, query: next }) => `${op}${gap}${part(next)}`);
  return [part(query.first), ...rest].join(gap);
}

const pad = (indent: number): string => "    ".repeat(Math.max(0, indent));

function selectQuery(query: SelectQuery, indent: number): string {
  const clauses: [string, string[]][] = [];
  const add = (word: string, items: readonly string[]): void => {
    if (items.length > 0) clauses.push([word, [...items]]);
  };
  const recursive = query.ctes?.some(({ value }) => value.kind === "subquery" && value.recursive);
  add(recursive ? "WITH RECURSIVE" : "WITH", (query.ctes ?? []).map(cteText));
  add(query.distinct ? "SELECT DISTINCT" : "SELECT", query.select.map(expr));
  add("FROM", fromItems(query.from ?? [], indent));
  if (query.arrayJoin)
    add(query.arrayJoin.left ? "LEFT ARRAY JOIN" : "ARRAY JOIN", query.arrayJoin.items.map(expr));
  add("PREWHERE", query.prewhere ? [expr(query.prewhere)] : []);
  add("WHERE", query.where ? [bare(query.where)] : []);
  add("GROUP BY", groupBy(query));
  add("HAVING", query.having ? [bare(query.having)] : []);
  add("QUALIFY", query.qualify ? [bare(query.qualify)] : []);
  add(
    "WINDOW",
    Object.entries(query.windows ?? {}).map(([name, over]) => `${ident(name)} AS (${windowText(over)})`),
  );
  add("ORDER BY", (query.orderBy ?? []).map(orderText));
  if (query.limitBy) {
    const { n, offset, exprs } = query.limitBy;
    add("LIMIT", [`${n}${offset ? ` OFFSET ${offset}` : ""} BY ${exprs.map(expr).join(", ")}`]);
  }
  if (query.limit !== undefined) add("LIMIT", [`${query.limit}${query.limitWithTies ? " WITH TIES" : ""}`]);
  if (query.offset !== undefined) add("OFFSET", [String(query.offset)]);
  return clauses
    .map(([word, items]) => clause(word, items, indent))
    .join(indent < 0 ? " " : `\n${pad(indent)}`);
}

function cteText({ name, value }: Cte): string {
  if (value.kind === "column") return `${expr(value.expr)} AS ${ident(name)}`;
  const columns = value.columns ? `(${value.columns.map(ident).join(", ")})` : "";
  return `${ident(name)}${columns} AS (${select(value.query, -1)})`;
}

const INLINE = new Set(["LIMIT", "OFFSET"]);

function clause(word: string, items: readonly string[], indent: number): string {
  if (indent < 0) return `${word} ${items.join(word === "FROM" ? " " : ", ")}`;
  if (INLINE.has(word)) return `${word} ${items.join(", ")}`;
  const inner = pad(indent + 1);
  return `${word}\n${inner}${items.join(word === "FROM" ? `\n${inner}` : `,\n${inner}`)}`;
}

function fromItems(items: readonly JoinExpr[], indent: number): string[] {
  return items.map((item) => {
    const join = item.joinType === undefined ? "" : `${item.joinType} `;
    const on = item.on
      ? ` ON ${expr(item.on)}`
      : item.using
        ? ` USING (${item.using.map(ident).join(", ")})`
        : "";
    const sample = item.sample ? ` SAMPLE ${item.sample.ratio}` : "";
    return `${join}${tableText(item, indent)}${sample}${on}`;
  });
}

function tableText({ table, alias }: JoinExpr, indent: number): string {
  const as = alias === undefined ? "" : ` AS ${ident(alias)}`;
  if (table.node === "TableRef") {
    const args = table.args ? `(${table.args.map(expr).join(", ")})` : "";
    return `${ident(table.name)}${args}${as}`;
  }
  if (table.node === "ValuesQuery") {
    const rows = table.rows.map((row) => `(${row.map(expr).join(", ")})`).join(", ");
    const columns = table.columns ? `(${table.columns.map(ident).join(", ")})` : "";
    return `(VALUES ${rows})${as}${columns}`;
  }
  if (indent < 0) return `(${select(table, -1)})${as}`;
  return `(\n${pad(indent + 2)}${select(table, indent + 2)}\n${pad(indent + 1)})${as}`;
}

function groupBy({ groupBy: exprs, groupByMode: mode }: SelectQuery): string[] {
  if (mode === "all") return ["ALL"];
  const sets = mode === "grouping sets";
  const items = (exprs ?? []).map((item) =>
    sets && item.node === "Tuple" ? `(${item.exprs.map(expr).join(", ")})` : expr(item),
  );
  if (items.length === 0 || mode === undefined || mode === "plain") return items;
  return [`${mode.toUpperCase()}${sets ? " " : ""}(${items.join(", ")})`];
}

function orderText(item: OrderExpr): string {
  const { fill } = item;
  const part = (word: string, value: Expr | undefined): string => (value ? ` ${word} ${expr(value)}` : "");
  const text = `${expr(item.expr)} ${item.order}${item.nulls ? ` NULLS ${item.nulls}` : ""}`;
  return fill
    ? `${text} WITH FILL${part("FROM", fill.from)}${part("TO", fill.to)}${part("STEP", fill.step)}`
    : text;
}

function windowText({ partitionBy, orderBy, frame }: WindowExpr): string {
  const parts = [
    ...(partitionBy.length > 0 ? [`PARTITION BY ${partitionBy.map(expr).join(", ")}`] : []),
    ...(orderBy.length > 0 ? [`ORDER BY ${orderBy.map(orderText).join(", ")}`] : []),
  ];
  if (frame) {
    const edge = ({ kind, value }: typeof frame.start): string =>
      kind === "CURRENT ROW" ? kind : `${value ?? "UNBOUNDED"} ${kind}`;
    parts.push(
      frame.end
        ? `${frame.method} BETWEEN ${edge(frame.start)} AND ${edge(frame.end)}`
        : `${frame.method} ${edge(frame.start)}`,
    );
  }
  return parts.join(" ");
}

/** Conditions at the top of a clause need no parentheses. */
const bare = (node: Expr): string =>
  node.node === "And" ? node.exprs.map(expr).join(" AND ") || "true" : expr(node);

const SYMBOLS: Readonly<Record<string, string>> = { "==": "=", in: "IN", "not in": "NOT IN" };

function expr(node: Expr): string {
  switch (node.node) {
    case "Constant":
      return constantText(node.value);
    case "Instant":
      return `toDateTime64('${new Date(node.ms).toISOString().slice(0, 23)}Z', 3)`;
    case "Field":
      return node.chain
        .map((part) => (part === "*" ? "*" : typeof part === "number" ? part : ident(part)))
        .join(".");
    case "Call":
      return callText(node);
    case "WindowFunction": {
      const over = typeof node.over === "string" ? ident(node.over) : `(${windowText(node.over)})`;
      return `${node.name}${paramsText(node.params)}(${list(node.args)}) OVER ${over}`;
    }
    case "Alias":
      return `${expr(node.expr)} AS ${ident(node.alias)}`;
    case "ArithmeticOperation":
      return `(${expr(node.left)} ${node.op} ${expr(node.right)})`;
    case "CompareOperation":
      return `(${expr(node.left)} ${compareWord(node.op)} ${expr(node.right)})`;
    case "BetweenExpr":
      return `(${expr(node.expr)} ${node.negated ? "NOT " : ""}BETWEEN ${expr(node.low)} AND ${expr(node.high)})`;
    case "And":
      return node.exprs.length === 0 ? "true" : `(${node.exprs.map(expr).join(" AND ")})`;
    case "Or":
      return node.exprs.length === 0 ? "false" : `(${node.exprs.map(expr).join(" OR ")})`;
    case "Not":
      return `not(${expr(node.expr)})`;
    case "Array":
      return `[${list(node.exprs)}]`;
    case "Tuple":
      return node.exprs.length === 1 ? `tuple(${list(node.exprs)})` : `(${list(node.exprs)})`;
    case "Dict":
      return `{${node.items.map(([key, value]) => `${expr(key)}: ${expr(value)}`).join(", ")}}`;
    case "ArrayAccess":
      return `${expr(node.array)}${node.nullish ? "?." : ""}[${expr(node.property)}]`;
    case "TupleAccess":
      return `${expr(node.tuple)}.${node.index}`;
    case "TypeCast":
      return `CAST(${expr(node.expr)} AS ${node.type})`;
    case "Lambda":
      return `(${node.args.map(ident).join(", ")}) -> ${expr(node.expr)}`;
    case "ColumnsExpr":
      return node.regex === undefined
        ? `* EXCLUDE (${node.exclude.map(ident).join(", ")})`
        : `COLUMNS(${constantText(node.regex)})`;
    case "Placeholder":
      return `{${node.chain.map(ident).join(".")}}`;
    case "SelectQuery":
    case "SelectSetQuery":
      return `(${select(node, -1)})`;
  }
}

const compareWord = (op: string): string =>
  Object.hasOwn(SYMBOLS, op) ? (SYMBOLS[op] ?? op) : op.toUpperCase();

const list = (exprs: readonly Expr[]): string => exprs.map(expr).join(", ");

const paramsText = (params: readonly Expr[] | undefined): string =>
  params && params.length > 0 ? `(${list(params)})` : "";

function callText(node: Extract<Expr, { node: "Call" }>): string {
  const filter = node.filter ? ` FILTER (WHERE ${expr(node.filter)})` : "";
  const order = node.orderBy?.length ? ` ORDER BY ${node.orderBy.map(orderText).join(", ")}` : "";
  const distinct = node.distinct ? "DISTINCT " : "";
  return `${node.name}${paramsText(node.params)}(${distinct}${list(node.args)}${order})${filter}`;
}

function constantText(value: string | number | bigint | boolean | null): string {
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (value === null) return "NULL";
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  return Number.isNaN(value) ? "nan" : String(value);
}

const PLAIN = /^[A-Za-z_$][\w$]*$/;
const KEYWORDS = new Set(
  "select from where group order limit offset union with as and or not in is null true false case when then else end join on using having between like interval distinct array".split(
    " ",
  ),
);

function ident(name: string): string {
  if (PLAIN.test(name) && !KEYWORDS.has(name.toLowerCase())) return name;
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "``")}\``;
}
