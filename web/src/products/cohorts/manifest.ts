import { Layers } from "lucide-react";
import { cohortEntries } from "@/products/cohorts/entries";
import type { ProductManifest } from "@/products/manifest";

export const cohorts: ProductManifest = {
  key: "cohorts",
  title: "Cohorts",
  icon: Layers,
  path: "/cohorts",
  shortcut: "c",
  group: "people",
  commands: [{ title: "New cohort", path: "/cohorts/new", keywords: "segment audience people list create" }],
  entries: cohortEntries,
};
