import type { Table } from "./table.ts";

/** An incremental materialised view: `select` runs over every block inserted into `from` and appends to `to`. */
export interface MaterializedView {
  readonly name: string;
  readonly description: string;
  readonly from: Table;
  readonly to: Table;
  /** SELECT over `{from}`, whose output columns have the names and types of `to`. */
  readonly select: string;
}

/** Declares a materialised view. `select` writes the source table as `{from}`. */
export function defineView(name: string, options: Omit<MaterializedView, "name">): MaterializedView {
  return { name, ...options };
}

/** The view's SELECT with its source named as `source`. */
export function viewSelect(view: MaterializedView, source: string): string {
  return view.select.trim().replaceAll("{from}", source);
}
