import type { Span } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { ident, type Sql } from "../fragment.ts";
import type { Lowered } from "../types.ts";
import { jsonText, textProperty } from "./property.ts";
import type { OutputColumn, Source } from "./scope.ts";

/** A subquery, CTE, VALUES list or table function in a FROM clause: columns by name. */
export class SubquerySource implements Source {
  readonly names: readonly string[];
  private readonly alias: string;
  private readonly body: Sql;
  private readonly columns: ReadonlyMap<string, OutputColumn>;

  /** `body` is printed before `AS alias`. */
  constructor(options: {
    readonly names: readonly string[];
    readonly alias: string;
    readonly body: Sql;
    readonly columns: readonly OutputColumn[];
  }) {
    this.names = options.names;
    this.alias = options.alias;
    this.body = options.body;
    const columns = new Map<string, OutputColumn>();
    for (const column of options.columns) if (!columns.has(column.name)) columns.set(column.name, column);
    this.columns = columns;
  }

  has(name: string): boolean {
    return this.columns.has(name);
  }

  fieldNames(): readonly string[] {
    return [...this.columns.keys()];
  }

  resolve(chain: readonly (string | number)[], span: Span | undefined): Lowered {
    const [name, ...rest] = chain;
    const column = this.columns.get(String(name));
    if (!column) throw new SqlProblem("unknown_field", `Unable to resolve field: ${chain.join(".")}`, span);
    const lowered = this.reference(column);
    return rest.length === 0 ? lowered : below(lowered, rest, span);
  }

  star(): { name: string; lowered: Lowered }[] {
    return [...this.columns.values()].map((column) => ({
      name: column.name,
      lowered: this.reference(column),
    }));
  }

  print(): Sql {
    return [this.body, ` AS ${ident(this.alias)}`];
  }

  filter(): null {
    return null;
  }

  private reference(column: OutputColumn): Lowered {
    const { type, nullable, property } = column.lowered;
    const name = [ident(this.alias), ".", ident(column.printed)];
    return { sql: name, type, nullable, isConstant: false, ...(property ? { property } : {}) };
  }
}

/** A path below a value: JSON keys or tuple and array indexes. */
export function below(value: Lowered, rest: readonly (string | number)[], span: Span | undefined): Lowered {
  if (value.type === "json" || value.type === "string") return textProperty(jsonText(value.sql, rest));
  const [index] = rest;
  if (rest.length === 1 && typeof index === "number" && Number.isInteger(index) && index > 0) {
    const access = `tupleElement(`;
    return { sql: [access, value.sql, `, ${index})`], type: "unknown", nullable: true, isConstant: false };
  }
  throw new SqlProblem("unknown_field", `Can't read "${rest.join(".")}" of a value that is no object.`, span);
}
