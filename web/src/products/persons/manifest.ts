import { UsersRound } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";
import { personEntries } from "@/products/persons/entries";

export const persons: ProductManifest = {
  key: "persons",
  title: "Persons",
  icon: UsersRound,
  path: "/persons",
  also: ["/groups", "/sessions"],
  shortcut: "p",
  group: "people",
  commands: [
    {
      title: "Receipts of deleted persons",
      path: "/persons/deletions",
      keywords: "gdpr forget erase privacy",
    },
  ],
  entries: personEntries,
};
