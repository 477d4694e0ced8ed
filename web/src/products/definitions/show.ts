import type { Definition } from "./types.ts";

/** Which definitions a list shows. */
export const SHOW = ["shown", "verified", "hidden", "all"] as const;
export type Show = (typeof SHOW)[number];

export const SHOW_OPTIONS: readonly { readonly value: Show; readonly label: string }[] = [
  { value: "shown", label: "In use" },
  { value: "verified", label: "Verified" },
  { value: "hidden", label: "Hidden" },
  { value: "all", label: "All" },
];

/** True when a definition belongs in the list; its tag must fit too, when one is chosen. */
export function isShown(definition: Definition, show: Show, tag = ""): boolean {
  if (tag && !definition.tags?.includes(tag)) return false;
  if (show === "all") return true;
  if (show === "hidden") return definition.hidden === true;
  return show === "verified" ? definition.verified === true : definition.hidden !== true;
}
