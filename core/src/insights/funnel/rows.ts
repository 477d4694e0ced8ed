import type { Expr, Select, SelectQuery } from "../../sql/ast.ts";
import { alias, cte, field, select } from "../../sql/build.ts";

/** Rows of one actor each, with the columns named here. */
export interface Rows {
  readonly from: Select;
  readonly columns: readonly string[];
}

type OverParts = Omit<SelectQuery, "node" | "from" | "ctes"> & { readonly from: Select };

/**
 * A select over the rows of another one, which is named (`WITH rows_1 AS …`) instead of nested: one after the other,
 * long chains can be read, also by the parser of SQL text, which allows few brackets in each other.
 */
export function over({ from, ...parts }: OverParts): Select {
  const { ctes = [], ...own } = from.node === "SelectQuery" ? from : { ...from, ctes: [] };
  const name = `rows_${ctes.length + 1}`;
  return select({ ...parts, ctes: [...ctes, cte(name, own)], from: name });
}

/** The rows with more columns; none leaves them as they are. */
export function addColumns({ from, columns }: Rows, added: Readonly<Record<string, Expr>>): Rows {
  const names = Object.keys(added);
  if (names.length === 0) return { from, columns };
  const values = Object.entries(added).map(([name, value]) => alias(name, value));
  return {
    from: over({ select: [...columns.map((column) => field(column)), ...values], from }),
    columns: [...columns, ...names],
  };
}

/** The rows without columns that nothing needs any more. */
export const keepColumns = ({ from, columns }: Rows, kept: (column: string) => boolean): Rows => ({
  from,
  columns: columns.filter(kept),
});

/** Columns that say whose row it is. */
export const OWNER_COLUMNS: readonly string[] = ["actor", "breakdown"];

export const ownerColumns = ({ columns }: Rows): string[] =>
  columns.filter((column) => OWNER_COLUMNS.includes(column));
