import { ChartNoAxesCombined } from "lucide-react";
import { insightEntries } from "@/products/insights/entries";
import { defaultQuery } from "@/products/insights/query/defaults";
import { KINDS } from "@/products/insights/query/kinds";
import type { ProductManifest } from "@/products/manifest";

export const insights: ProductManifest = {
  key: "insights",
  title: "Insights",
  icon: ChartNoAxesCombined,
  path: "/insights",
  shortcut: "i",
  group: "data",
  commands: KINDS.map(({ kind, title, asks }) => ({
    title: `New insight: ${title}`,
    path: `/insights/new?q=${encodeURIComponent(JSON.stringify(defaultQuery(kind)))}`,
    keywords: `insight chart explore ${asks}`,
  })),
  entries: insightEntries,
};
