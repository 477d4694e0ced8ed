import { FlaskConical } from "lucide-react";
import { experimentEntries } from "@/products/experiments/entries";
import type { ProductManifest } from "@/products/manifest";

export const experiments: ProductManifest = {
  key: "experiments",
  title: "Experiments",
  icon: FlaskConical,
  path: "/experiments",
  shortcut: "e",
  group: "build",
  commands: [{ title: "Create an experiment", path: "/experiments/new", keywords: "new test ab split" }],
  entries: experimentEntries,
};
