import { LayoutDashboard } from "lucide-react";
import { dashboardEntries } from "@/products/dashboards/entries";
import type { ProductManifest } from "@/products/manifest";

export const dashboards: ProductManifest = {
  key: "dashboards",
  title: "Dashboards",
  icon: LayoutDashboard,
  path: "/dashboards",
  shortcut: "d",
  group: "data",
  commands: [{ title: "New dashboard", path: "/dashboards?new=1", keywords: "template board grid create" }],
  entries: dashboardEntries,
};
