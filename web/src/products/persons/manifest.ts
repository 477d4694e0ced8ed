import { UsersRound } from "lucide-react";
import type { ProductManifest } from "@/products/manifest";

export const persons: ProductManifest = {
  key: "persons",
  title: "Persons",
  icon: UsersRound,
  path: "/persons",
  also: ["/groups", "/sessions"],
  shortcut: "p",
  group: "people",
};
