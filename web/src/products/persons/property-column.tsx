import { showValue } from "@/lib/format";
import type { Column } from "@/ui/table";

/** A property as a column of a list; numbers sort as numbers. */
export function propertyColumn<Row>(
  name: string,
  propertiesOf: (row: Row) => Readonly<Record<string, unknown>>,
): Column<Row> {
  return {
    id: `property:${name}`,
    header: <span className="font-mono">{name}</span>,
    className: "max-w-56",
    sortBy: (row) => {
      const value = propertiesOf(row)[name];
      return typeof value === "number" ? value : value === undefined ? "" : showValue(value);
    },
    cell: (row) => {
      const value = propertiesOf(row)[name];
      if (value === undefined) return <span className="text-muted">–</span>;
      return <span className="block truncate">{showValue(value)}</span>;
    },
  };
}
