import type { FrameBound, WindowExpr, WindowFrame } from "../ast.ts";
import { orderItems } from "./order.ts";
import { items, type RawNode, type Reader, refuse } from "./reader.ts";

export function convertWindow(reader: Reader, value: unknown): WindowExpr {
  return reader.visit(value ?? { node: "WindowExpr" }, (node): WindowExpr => {
    const frame = frameOf(reader, node);
    return {
      node: "WindowExpr",
      partitionBy: items(node.raw.partition_by).map((item) => reader.expr(item)),
      orderBy: orderItems(reader, node.raw.order_by),
      ...(frame ? { frame } : {}),
    };
  });
}

function frameOf(reader: Reader, node: RawNode): WindowFrame | undefined {
  const { frame_method: method, frame_start: start, frame_end: end } = node.raw;
  if (start === undefined || start === null) return undefined;
  if (method !== "ROWS" && method !== "RANGE") throw refuse(node, `Window frame ${String(method)}`);
  const first = boundOf(reader, start);
  return end === undefined || end === null
    ? { method, start: first }
    : { method, start: first, end: boundOf(reader, end) };
}

function boundOf(reader: Reader, value: unknown): FrameBound {
  return reader.visit(value, (node): FrameBound => {
    const { frame_type: kind, frame_value: count } = node.raw;
    if (kind === "CURRENT ROW") return { kind };
    if (kind !== "PRECEDING" && kind !== "FOLLOWING") throw refuse(node, `Window frame ${String(kind)}`);
    if (count === undefined || count === null) return { kind };
    if (typeof count !== "number" || !Number.isSafeInteger(count))
      throw refuse(node, "A window frame that isn't a number");
    return { kind, value: count };
  });
}
