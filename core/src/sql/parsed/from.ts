import type { JoinExpr, JoinType, SampleExpr } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { convertPivot, convertUnpivot } from "./pivot.ts";
import { items, optionalText, present, type RawNode, type Reader, refuse, text, texts } from "./reader.ts";

/** The parser's linked list of joins as our list. */
export function convertFrom(reader: Reader, value: unknown): JoinExpr[] {
  const list: JoinExpr[] = [];
  let next: unknown = value;
  while (present(next)) {
    reader.visit(next, (node) => {
      list.push(joinItem(reader, node, list.length === 0));
      next = node.raw.next_join;
    });
  }
  return list;
}

function joinItem(reader: Reader, node: RawNode, first: boolean): JoinExpr {
  const { raw } = node;
  const alias = optionalText(node, "alias");
  const table = tableOf(reader, node);
  if (texts(raw.column_aliases).length > 0 && table.node !== "ValuesQuery")
    throw refuse(node, "A column list after a table's alias");
  checkAlias(reader, node, alias);
  const type = optionalText(node, "join_type");
  return {
    node: "JoinExpr",
    table,
    ...(node.span ? { span: node.span } : {}),
    ...(alias === undefined ? {} : { alias }),
    ...(first || type === undefined ? {} : { joinType: joinType(type, node) }),
    ...constraint(reader, raw.constraint),
    ...(present(raw.sample) ? { sample: reader.visit(raw.sample, (inner) => sampleOf(inner)) } : {}),
  };
}

/** `FROM events WHER x`: the grammar takes a second alias for the first. */
function checkAlias(reader: Reader, { span }: RawNode, alias: string | undefined): void {
  const last = span && /[A-Za-z_$][\w$]*$/.exec(reader.textAt(span) ?? "")?.[0];
  if (alias === undefined || last === undefined || last === alias) return;
  const message = `The table has two names, "${last}" and "${alias}": is one of them a misspelt keyword?`;
  throw new SqlProblem("syntax", message, span);
}

function tableOf(reader: Reader, node: RawNode): JoinExpr["table"] {
  return reader.visit(node.raw.table, (table): JoinExpr["table"] => {
    switch (table.node) {
      case "Field": {
        const args = node.raw.table_args;
        return {
          node: "TableRef",
          name: items(table.raw.chain).join("."),
          ...(table.span ? { span: table.span } : {}),
          ...(Array.isArray(args) ? { args: args.map((arg) => reader.expr(arg)) } : {}),
        };
      }
      case "ValuesQuery": {
        const columns = texts(node.raw.column_aliases);
        return {
          node: "ValuesQuery",
          rows: items(table.raw.rows).map((row) => items(row).map((cell) => reader.expr(cell))),
          ...(columns.length > 0 ? { columns } : {}),
        };
      }
      case "SelectQuery":
      case "SelectSetQuery":
        return reader.select(table.raw);
      case "PivotExpr":
        return convertPivot(reader, table, sourceOf);
      case "UnpivotExpr":
        return convertUnpivot(reader, table, sourceOf);
      case "Placeholder":
        throw refuse(table, "A placeholder in place of a table");
      default:
        throw refuse(table, `${table.node} in FROM`);
    }
  });
}

/** What is pivoted: a table or subquery, with or without an alias. */
function sourceOf(reader: Reader, value: unknown): JoinExpr {
  return reader.visit(value, (node) =>
    node.node === "JoinExpr"
      ? joinItem(reader, node, true)
      : {
          node: "JoinExpr",
          table: tableOf(reader, { node: "JoinExpr", span: node.span, raw: { table: value } }),
        },
  );
}

const JOINS: Readonly<Record<string, JoinType>> = {
  JOIN: "INNER JOIN",
  "INNER JOIN": "INNER JOIN",
  "LEFT JOIN": "LEFT JOIN",
  "RIGHT JOIN": "RIGHT JOIN",
  "FULL JOIN": "FULL JOIN",
  "CROSS JOIN": "CROSS JOIN",
  "ANY JOIN": "ANY INNER JOIN",
  "ANY INNER JOIN": "ANY INNER JOIN",
  "ANY LEFT JOIN": "ANY LEFT JOIN",
  "ANY RIGHT JOIN": "ANY RIGHT JOIN",
  "SEMI JOIN": "SEMI LEFT JOIN",
  "SEMI LEFT JOIN": "SEMI LEFT JOIN",
  "SEMI RIGHT JOIN": "SEMI RIGHT JOIN",
  "ANTI JOIN": "ANTI LEFT JOIN",
  "ANTI LEFT JOIN": "ANTI LEFT JOIN",
  "ANTI RIGHT JOIN": "ANTI RIGHT JOIN",
  "ASOF JOIN": "ASOF INNER JOIN",
  "ASOF INNER JOIN": "ASOF INNER JOIN",
  "ASOF LEFT JOIN": "ASOF LEFT JOIN",
};

function joinType(type: string, node: RawNode): JoinType {
  const words = type.replace(" OUTER", "").replace(" ALL", "").split(" ");
  const [side, kind] = words;
  const swapped =
    kind === "SEMI" || kind === "ANTI" || kind === "ANY" || kind === "ASOF" ? [kind, side, "JOIN"] : words;
  const known = swapped.join(" ");
  const found = Object.hasOwn(JOINS, known) ? JOINS[known] : undefined;
  if (found) return found;
  throw refuse(node, type);
}

function constraint(reader: Reader, value: unknown): Pick<JoinExpr, "on" | "using"> {
  if (!present(value)) return {};
  return reader.visit(value, (node): Pick<JoinExpr, "on" | "using"> => {
    const expr = reader.expr(node.raw.expr);
    if (text(node, "constraint_type") === "ON") return { on: expr };
    const columns = expr.node === "Tuple" ? expr.exprs : [expr];
    const using = columns.map((column) => {
      if (column.node === "Field" && column.chain.length === 1) return String(column.chain[0]);
      throw new SqlProblem("invalid_arguments", "USING takes column names.", node.span);
    });
    return { using };
  });
}

function sampleOf(node: RawNode): SampleExpr {
  const ratio = ratioOf(node.raw.sample_value);
  if (ratio > 0 && ratio <= 1) return { node: "SampleExpr", ratio };
  throw new SqlProblem("invalid_arguments", "SAMPLE takes a share of the rows between 0 and 1.", node.span);
}

function ratioOf(value: unknown): number {
  const node = value as { left?: { value?: unknown }; right?: { value?: unknown } | null } | null;
  const right = node?.right === null || node?.right === undefined ? 1 : Number(node.right.value);
  return Number(node?.left?.value) / right;
}
