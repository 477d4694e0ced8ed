import type { Select } from "../ast.ts";
import { alias, and, asc, call, constant, eq, field, select } from "../build.ts";

interface Stored {
  readonly id: string;
  readonly run: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** No column of a view is called like this, so none is taken for it. */
const CELLS = "$cells of the stored run";

/** The rows that a materialised view stored, in its order, as the types they had. */
export function storedViewSelect({ id, run, columns }: Stored): Select {
  const rows = select({
    select: [alias(CELLS, field("cells"))],
    from: "view_rows",
    where: and(eq(field("view_id"), constant(id)), eq(field("run"), constant(run))),
    orderBy: [asc(field("number"))],
  });
  return select({
    select: columns.map(({ name, type }, index) =>
      alias(name, call("JSONExtract", field(CELLS), constant(index + 1), constant(readableType(type)))),
    ),
    from: rows,
  });
}

/** A type that JSON is read as: how a column is compressed says nothing about its values. */
export function readableType(type: string): string {
  let readable = type;
  for (let before = ""; before !== readable; ) {
    before = readable;
    readable = readable.replaceAll(/LowCardinality\(((?:[^()]|\([^()]*\))*)\)/g, "$1");
  }
  // Nothing is the type of NULL alone and of empty lists.
  return readable.replaceAll(/\bNothing\b/g, "String");
}
