import { bound, ident, joinSql, type Sql, sql } from "../fragment.ts";
import type { LogicalTable } from "../schema/table.ts";

/** The tenant filter of one scan. THE place that decides which rows a query may read. */
function tenantFilter(printedTable: string, environmentId: number): Sql {
  return sql`${printedTable}.environment_id = ${bound("UInt32", environmentId)}`;
}

/**
 * One scan of a warehouse table under an alias. `rows` tables are read as stored; `latest` tables through a
 * subquery of the latest rows that computes only the columns asked for.
 */
export class Relation {
  readonly table: LogicalTable;
  readonly alias: string;
  readonly on: Sql | undefined;
  private readonly environmentId: number;
  private readonly extra: readonly Sql[];
  private readonly columns = new Map<string, Sql>();

  constructor(
    table: LogicalTable,
    alias: string,
    environmentId: number,
    extra: readonly Sql[] = [],
    on?: Sql,
  ) {
    this.table = table;
    this.alias = alias;
    this.environmentId = environmentId;
    this.extra = extra;
    this.on = on;
  }

  /** A column by template, wrapped by `around` (for property access) before it leaves the scan. */
  column(name: string, template: string, around: (inner: Sql) => Sql = (inner) => inner): Sql {
    if (this.table.style === "rows") return around(this.fill(template, ident(this.alias)));
    const inner = around(this.fill(template, this.table.physical));
    const printed = this.register(name, inner);
    return [ident(this.alias), ".", ident(printed)];
  }

  /** FROM item: the table under its alias, or the grouped subquery. */
  print(): Sql {
    if (this.table.style === "rows") return `${this.table.physical} AS ${ident(this.alias)}`;
    const { physical, key, alive, final } = this.table;
    const keys = key.map((column) => `${physical}.${column}`);
    const exists = alive?.replaceAll("@", physical);
    const list = [...this.columns].map(([name, column]) => sql`${column} AS ${ident(name)}`);
    const filters = [tenantFilter(physical, this.environmentId), ...this.extra];
    return [
      "(SELECT ",
      list.length === 0 ? (keys[0] ?? "1") : joinSql(list, ", "),
      ` FROM ${physical}${final ? " FINAL" : ""} WHERE `,
      joinSql(filters, " AND "),
      final ? "" : ` GROUP BY ${keys.join(", ")}`,
      exists === undefined ? "" : ` ${final ? "AND" : "HAVING"} ${exists}`,
      `) AS ${ident(this.alias)}`,
    ];
  }

  /** Filters for the WHERE of the select around a `rows` scan. */
  filter(): Sql | null {
    if (this.table.style === "latest") return null;
    return joinSql([tenantFilter(ident(this.alias), this.environmentId), ...this.extra], " AND ");
  }

  private fill(template: string, printed: string): string {
    return template.replaceAll("@", printed);
  }

  private register(name: string, inner: Sql): string {
    const text = JSON.stringify(inner);
    for (let index = 0; ; index++) {
      const candidate = index === 0 ? name : `${name}_${index}`;
      const known = this.columns.get(candidate);
      if (known === undefined) this.columns.set(candidate, inner);
      if (known === undefined || JSON.stringify(known) === text) return candidate;
    }
  }
}
