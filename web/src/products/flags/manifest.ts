import { Flag } from "lucide-react";
import { flagEntries } from "@/products/flags/entries";
import type { ProductManifest } from "@/products/manifest";

export const flags: ProductManifest = {
  key: "flags",
  title: "Feature flags",
  icon: Flag,
  path: "/flags",
  shortcut: "f",
  group: "build",
  commands: [{ title: "Create a feature flag", path: "/flags/new", keywords: "new rollout toggle" }],
  entries: flagEntries,
};
