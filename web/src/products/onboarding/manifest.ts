import { PlugZap } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const onboarding: ProductManifest = {
  key: "start",
  title: "Connect an SDK",
  icon: PlugZap,
  path: "/start",
  shortcut: "n",
  group: "project",
  commands: [
    { title: "Copy the install snippet", path: "/start", keywords: "sdk install token host onboarding" },
  ],
};
