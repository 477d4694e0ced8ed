import type { Select } from "./ast.ts";

/** Names that expressions of a query print: aliases and lambda arguments. Table aliases must differ from them. */
export function reservedNames(query: Select): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as { node?: string; alias?: unknown; args?: unknown };
    if (node.node === "Alias" && typeof node.alias === "string") names.add(node.alias);
    if (node.node === "Lambda" && Array.isArray(node.args)) {
      for (const arg of node.args) if (typeof arg === "string") names.add(arg);
    }
    for (const child of Object.values(value)) visit(child);
  };
  visit(query);
  return names;
}
