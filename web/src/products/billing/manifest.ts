import { ReceiptText } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const billing: ProductManifest = {
  key: "billing",
  title: "Usage and billing",
  icon: ReceiptText,
  path: "/billing",
  shortcut: "u",
  group: "project",
  commands: [
    { title: "Usage by event, day, environment", path: "/billing/usage", keywords: "meter events cost" },
    { title: "Spending limits", path: "/billing/limits", keywords: "budget cap alert" },
    { title: "What dashboards and flags cost", path: "/billing/costs", keywords: "spend share" },
    { title: "Plan and card", path: "/billing/plan", keywords: "upgrade cancel payment checkout" },
    { title: "Invoices", path: "/billing/invoices" },
    { title: "Drop or sample events at the edge", path: "/billing/rules", keywords: "rule ingestion" },
  ],
};
