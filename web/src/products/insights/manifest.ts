import { ChartNoAxesCombined } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const insights: ProductManifest = {
  key: "insights",
  title: "Trends",
  icon: ChartNoAxesCombined,
  path: "/insights",
  shortcut: "i",
  group: "data",
  commands: [{ title: "New trend", path: "/insights", keywords: "insight chart explore" }],
};
