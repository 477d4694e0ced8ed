import type { Call, CompareOperator, Expr } from "../ast.ts";
import { orderItems } from "./order.ts";
import { items, present, type RawNode, type Reader, text } from "./reader.ts";

/** A call; what the grammar only reads as one becomes what it means: NOT, CASE x, CAST(x, 't'), EXISTS. */
export function convertCall(reader: Reader, node: RawNode): Expr {
  const { raw } = node;
  const name = text(node, "name");
  const args = items(raw.args).map((arg) => reader.expr(arg));
  const [first, second] = args;
  if (name === "not" && first && !second) return { node: "Not", expr: first };
  if (name === "_caseWithExpression" && first) return caseOf(first, args.slice(1));
  if (/^cast$/i.test(name) && first && second?.node === "Constant" && typeof second.value === "string") {
    return { node: "TypeCast", expr: first, type: second.value };
  }
  const params = items(raw.params).map((param) => reader.expr(param));
  return {
    node: "Call",
    name: /^exists$/i.test(name) ? "exists" : name,
    args,
    ...(params.length > 0 ? { params } : {}),
    ...(raw.distinct === true ? { distinct: true } : {}),
    ...(present(raw.filter_expr) ? { filter: reader.expr(raw.filter_expr) } : {}),
    ...(items(raw.order_by).length > 0 ? { orderBy: orderItems(reader, raw.order_by) } : {}),
  };
}

/** `CASE x WHEN a THEN b … ELSE z END`: the values stand as pairs before the last one. */
function caseOf(subject: Expr, rest: readonly Expr[]): Expr {
  const args = rest.map((expr, index): Expr => {
    const isWhen = index % 2 === 0 && index < rest.length - 1;
    return isWhen ? { node: "CompareOperation", op: "==", left: subject, right: expr } : expr;
  });
  return { node: "Call", name: "multiIf", args };
}

/** `x = ANY(list)`; null when the right side is something else, also the aggregate `any(x)`. */
export function anyOf(op: CompareOperator, left: Expr, right: Expr): Expr | null {
  if (right.node !== "Call" || !/^any$/i.test(right.name)) return null;
  const [list] = right.args;
  if (!list || right.args.length > 1 || !(right.name === "ANY" || isArray(list))) return null;
  if (op === "==") return call("has", [list, left]);
  const element: Expr = { node: "Field", chain: ["any_element"] };
  const test: Expr = { node: "CompareOperation", op, left, right: element };
  return call("arrayExists", [{ node: "Lambda", args: ["any_element"], expr: test }, list]);
}

const call = (name: string, args: readonly Expr[]): Call => ({ node: "Call", name, args });

const isArray = (expr: Expr): boolean =>
  expr.node === "Array" || (expr.node === "Call" && expr.name === "array");
