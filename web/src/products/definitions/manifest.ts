import { Tags } from "lucide-react";
import { actionEntries } from "@/products/actions/entries";
import type { ProductManifest } from "@/products/manifest";

export const data: ProductManifest = {
  key: "data",
  title: "Data management",
  icon: Tags,
  path: "/data",
  shortcut: "m",
  group: "project",
  commands: [
    { title: "Event definitions", path: "/data/events", keywords: "names taxonomy describe verify hide" },
    {
      title: "Property definitions",
      path: "/data/properties",
      keywords: "types taxonomy describe verify hide",
    },
    { title: "Actions", path: "/data/actions", keywords: "autocapture click url selector" },
    { title: "New action", path: "/data/actions/new", keywords: "create autocapture click url selector" },
    { title: "Annotations", path: "/data/annotations", keywords: "note mark moment release" },
    { title: "Ingestion warnings", path: "/data/warnings", keywords: "refused rejected errors events lost" },
  ],
  entries: actionEntries,
};
