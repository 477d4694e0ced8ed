import { Activity } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const live: ProductManifest = {
  key: "live",
  title: "Live events",
  icon: Activity,
  path: "/live",
  shortcut: "l",
  group: "data",
};
