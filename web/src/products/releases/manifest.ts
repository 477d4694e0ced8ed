import { ShieldCheck } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const releases: ProductManifest = {
  key: "releases",
  title: "Guarded releases",
  icon: ShieldCheck,
  path: "/releases",
  shortcut: "r",
  group: "build",
};
