import type { OrderExpr } from "../ast.ts";
import { items, optionalText, present, type RawNode, type Reader } from "./reader.ts";

export function orderItems(reader: Reader, value: unknown): OrderExpr[] {
  return items(value).map((item) =>
    reader.visit(item, (node): OrderExpr => {
      const nulls = optionalText(node, "nulls") ?? optionalText(node, "nulls_order");
      const first = nulls === undefined ? undefined : /first/i.test(nulls) ? "FIRST" : "LAST";
      return {
        node: "OrderExpr",
        expr: reader.expr(node.raw.expr),
        order: node.raw.order === "DESC" ? "DESC" : "ASC",
        ...(first ? { nulls: first } : {}),
        ...(present(node.raw.with_fill)
          ? { fill: reader.visit(node.raw.with_fill, (fill) => fillOf(reader, fill)) }
          : {}),
      };
    }),
  );
}

function fillOf(reader: Reader, { raw }: RawNode): NonNullable<OrderExpr["fill"]> {
  return {
    ...(present(raw.from_value) ? { from: reader.expr(raw.from_value) } : {}),
    ...(present(raw.to_value) ? { to: reader.expr(raw.to_value) } : {}),
    ...(present(raw.step_value) ? { step: reader.expr(raw.step_value) } : {}),
  };
}
