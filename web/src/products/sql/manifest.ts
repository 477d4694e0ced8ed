import { SquareTerminal } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const sql: ProductManifest = {
  key: "sql",
  title: "SQL",
  icon: SquareTerminal,
  path: "/sql",
  shortcut: "s",
  group: "data",
  commands: [{ title: "Write SQL", path: "/sql", keywords: "query hogql clickhouse" }],
};
