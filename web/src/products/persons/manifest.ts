import { UsersRound } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const persons: ProductManifest = {
  key: "persons",
  title: "Persons",
  icon: UsersRound,
  path: "/persons",
  shortcut: "p",
  group: "people",
};
