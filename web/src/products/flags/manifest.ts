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
  commands: [
    { title: "Create a feature flag", path: "/flags/new", keywords: "new rollout toggle" },
    { title: "Early access features", path: "/flags/early-access", keywords: "beta opt in" },
    { title: "Holdouts", path: "/flags/holdouts", keywords: "control group" },
  ],
  entries: flagEntries,
};
