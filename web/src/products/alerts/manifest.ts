import { Bell } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const alerts: ProductManifest = {
  key: "alerts",
  title: "Alerts",
  icon: Bell,
  path: "/alerts",
  also: ["/subscriptions"],
  shortcut: "a",
  group: "data",
  commands: [
    { title: "Alerts", path: "/alerts", keywords: "threshold anomaly notify watch" },
    { title: "Subscriptions", path: "/subscriptions", keywords: "mail report slack schedule" },
  ],
};
