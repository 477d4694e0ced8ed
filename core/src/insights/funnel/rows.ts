import type { Expr, Select } from "../../sql/ast.ts";
import { alias, field, select } from "../../sql/build.ts";

/** Rows of one actor each, with the columns named here. */
export interface Rows {
  readonly from: Select;
  readonly columns: readonly string[];
}

/** The rows with more columns; none leaves them as they are. */
export function addColumns({ from, columns }: Rows, added: Readonly<Record<string, Expr>>): Rows {
  const names = Object.keys(added);
  if (names.length === 0) return { from, columns };
  const values = Object.entries(added).map(([name, value]) => alias(name, value));
  return {
    from: select({ select: [...columns.map((column) => field(column)), ...values], from }),
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
