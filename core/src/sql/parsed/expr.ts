import type { ArithmeticOperator, CompareOperator, ConstantValue, Expr } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { anyOf, convertCall } from "./call.ts";
import {
  type Convert,
  items,
  optionalText,
  present,
  type RawNode,
  type Reader,
  refuse,
  text,
  texts,
} from "./reader.ts";
import { convertWindow } from "./window.ts";

/** Expression nodes by the parser's name. A node that isn't here is refused. */
const EXPRS: Readonly<Record<string, Convert<Expr>>> = {
  Constant: (_reader, node) => ({ node: "Constant", value: constantValue(node) }),
  Field: (_reader, node) => ({ node: "Field", chain: chain(node) }),
  Call: convertCall,
  WindowFunction: (reader, node) => ({
    node: "WindowFunction",
    name: text(node, "name"),
    // Of `quantile(0.5)(x) OVER …` the first brackets are parameters.
    ...(items(node.raw.args).length > 0
      ? { params: exprs(reader, node.raw.exprs), args: exprs(reader, node.raw.args) }
      : { args: exprs(reader, node.raw.exprs) }),
    over: optionalText(node, "over_identifier") ?? convertWindow(reader, node.raw.over_expr),
  }),
  Alias: (reader, node) => ({ node: "Alias", alias: text(node, "alias"), expr: reader.expr(node.raw.expr) }),
  ArithmeticOperation: (reader, node) => ({
    node: "ArithmeticOperation",
    op: arithmeticOperator(node),
    left: reader.expr(node.raw.left),
    right: reader.expr(node.raw.right),
  }),
  CompareOperation: (reader, node) => {
    const op = compareOperator(node);
    const [left, right] = [reader.expr(node.raw.left), reader.expr(node.raw.right)];
    return anyOf(op, left, right) ?? { node: "CompareOperation", op, left, right };
  },
  IsDistinctFrom: (reader, node) => ({
    node: "CompareOperation",
    op: node.raw.negated === true ? "==" : "!=",
    left: reader.expr(node.raw.left),
    right: reader.expr(node.raw.right),
  }),
  BetweenExpr: (reader, node) => ({
    node: "BetweenExpr",
    expr: reader.expr(node.raw.expr),
    low: reader.expr(node.raw.low),
    high: reader.expr(node.raw.high),
    negated: node.raw.negated === true,
  }),
  And: (reader, node) => ({ node: "And", exprs: exprs(reader, node.raw.exprs) }),
  Or: (reader, node) => ({ node: "Or", exprs: exprs(reader, node.raw.exprs) }),
  Not: (reader, node) => ({ node: "Not", expr: reader.expr(node.raw.expr) }),
  Array: (reader, node) => ({ node: "Array", exprs: exprs(reader, node.raw.exprs) }),
  Tuple: (reader, node) => ({ node: "Tuple", exprs: exprs(reader, node.raw.exprs) }),
  Dict: (reader, node) => ({
    node: "Dict",
    items: items(node.raw.items).map((pair) => {
      const [key, value] = items(pair);
      return [reader.expr(key), reader.expr(value)] as const;
    }),
  }),
  ArrayAccess: (reader, node) => ({
    node: "ArrayAccess",
    array: reader.expr(node.raw.array),
    property: reader.expr(node.raw.property),
    ...(node.raw.nullish === true ? { nullish: true } : {}),
  }),
  TupleAccess: (reader, node) => ({
    node: "TupleAccess",
    tuple: reader.expr(node.raw.tuple),
    index: wholeNumber(node, "index"),
  }),
  TypeCast: (reader, node) => ({
    node: "TypeCast",
    expr: reader.expr(node.raw.expr),
    type: text(node, "type_name"),
  }),
  TryCast: (reader, node) => ({
    node: "TypeCast",
    expr: reader.expr(node.raw.expr),
    type: text(node, "type_name"),
  }),
  Lambda: (reader, node) => ({
    node: "Lambda",
    args: texts(node.raw.args),
    expr: reader.expr(node.raw.expr),
  }),
  ColumnsExpr: convertColumns,
  Placeholder: convertPlaceholder,
  HogQLXTag: convertTag,
  SelectQuery: (reader, node) => reader.select(node.raw),
  SelectSetQuery: (reader, node) => reader.select(node.raw),
};

export function convertExpr(reader: Reader, node: RawNode): Expr {
  const convert = Object.hasOwn(EXPRS, node.node) ? EXPRS[node.node] : undefined;
  if (!convert)
    throw refuse(node, (Object.hasOwn(NAMES, node.node) ? NAMES[node.node] : undefined) ?? node.node);
  const expr = convert(reader, node);
  return node.span && !expr.span ? { ...expr, span: node.span } : expr;
}

const NAMES: Readonly<Record<string, string>> = {
  ExprCall: "Calling the result of an expression",
  GroupingSet: "GROUPING SETS here",
};

const exprs = (reader: Reader, value: unknown): Expr[] => items(value).map((item) => reader.expr(item));

function constantValue({ raw, span }: RawNode): ConstantValue {
  const { value } = raw;
  if (
    value === null ||
    typeof value === "boolean" ||
    typeof value === "number" ||
    typeof value === "bigint"
  ) {
    return value;
  }
  if (typeof value !== "string") throw new SqlProblem("unsupported", "This literal is not supported.", span);
  if (raw.value_type !== "number") return value;
  if (/^[+-]?\d+$/.test(value)) return BigInt(value);
  return Number(value);
}

function chain({ raw, span }: RawNode): (string | number)[] {
  const parts = items(raw.chain);
  const valid = parts.every((part) => typeof part === "string" || Number.isSafeInteger(part));
  if (parts.length === 0 || !valid) throw new SqlProblem("syntax", "A field name can't be read.", span);
  return parts as (string | number)[];
}

function arithmeticOperator(node: RawNode): ArithmeticOperator {
  const op = text(node, "op");
  if (op === "+" || op === "-" || op === "*" || op === "/" || op === "%") return op;
  throw refuse(node, `Operator ${op}`);
}

const OPERATORS: ReadonlySet<string> = new Set<CompareOperator>([
  "==",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "like",
  "ilike",
  "not like",
  "not ilike",
  "in",
  "not in",
  "=~",
  "=~*",
  "!~",
  "!~*",
  "in cohort",
  "not in cohort",
]);

const isOperator = (op: string): op is CompareOperator => OPERATORS.has(op);

function compareOperator(node: RawNode): CompareOperator {
  const op = text(node, "op");
  if (isOperator(op)) return op;
  throw refuse(node, op.toUpperCase());
}

function wholeNumber(node: RawNode, key: string): number {
  const value = node.raw[key];
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new SqlProblem("syntax", `"${key}" of ${node.node} is no whole number.`, node.span);
}

function convertColumns(_reader: Reader, node: RawNode): Expr {
  const { raw } = node;
  if (present(raw.replace)) throw refuse(node, "* REPLACE");
  if (typeof raw.regex === "string") return { node: "ColumnsExpr", exclude: [], regex: raw.regex };
  if (raw.all_columns === true) return { node: "ColumnsExpr", exclude: texts(raw.exclude) };
  throw refuse(node, "COLUMNS with a list");
}

function convertPlaceholder(_reader: Reader, node: RawNode): Expr {
  const inner = node.raw.expr as { node?: unknown; chain?: unknown } | null | undefined;
  const parts = texts(inner?.chain);
  if (inner?.node !== "Field" || parts.length === 0) throw refuse(node, "An expression as placeholder");
  return { node: "Placeholder", chain: parts };
}

/** `<Sparkline data={x} />` is a tuple that the table view draws. */
function convertTag(reader: Reader, node: RawNode): Expr {
  const attributes = items(node.raw.attributes).flatMap((item) =>
    reader.visit(item, (attribute): Expr[] => {
      const { value } = attribute.raw;
      const inner: Expr = Array.isArray(value)
        ? { node: "Call", name: "tuple", args: exprs(reader, value) }
        : reader.expr(value);
      return [{ node: "Constant", value: text(attribute, "name") }, inner];
    }),
  );
  const head: Expr[] = ["__hx_tag", text(node, "kind")].map((value) => ({ node: "Constant", value }));
  return { node: "Tuple", exprs: [...head, ...attributes] };
}
