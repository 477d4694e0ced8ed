import type { LucideIcon } from "lucide-react";

/** What a product contributes to navigation, command bar and shortcuts. */
export interface ProductManifest {
  readonly key: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Path below `/project/:id`. */
  readonly path: string;
  /** Further paths that belong to it. */
  readonly also?: readonly string[];
  /** Second key after `g`. */
  readonly shortcut: string;
  readonly group: "data" | "people" | "build" | "project";
  readonly commands?: readonly ProductCommand[];
  /** Its things, for the command bar to find by name. */
  readonly entries?: ProductEntries;
}

export interface ProductEntries {
  readonly heading: string;
  /** A hook; asks nothing while not `enabled`. `search` is for things too many to be listed whole. */
  readonly useEntries: (projectId: number, enabled: boolean, search: string) => readonly ProductEntry[];
}

export interface ProductEntry {
  readonly key: string;
  readonly title: string;
  /** A second text to find it by. */
  readonly hint?: string;
  readonly path: string;
  readonly icon?: LucideIcon;
}

export interface ProductCommand {
  readonly title: string;
  readonly path: string;
  readonly keywords?: string;
}
