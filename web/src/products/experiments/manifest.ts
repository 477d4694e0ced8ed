import { FlaskConical } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const experiments: ProductManifest = {
  key: "experiments",
  title: "Experiments",
  icon: FlaskConical,
  path: "/experiments",
  shortcut: "e",
  group: "build",
  commands: [{ title: "Create an experiment", path: "/experiments/new", keywords: "new test ab split" }],
};
