import type { Select } from "../ast.ts";

/** Whether a FROM anywhere in the query names this table. */
export function readsTable(query: Select, name: string): boolean {
  return someNode(query, (node) => node.node === "TableRef" && node.name === name);
}

function someNode(value: unknown, test: (node: Readonly<Record<string, unknown>>) => boolean): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => someNode(item, test));
  const node = value as Readonly<Record<string, unknown>>;
  return test(node) || Object.values(node).some((child) => someNode(child, test));
}
