import type { ConstantValue } from "./ast.ts";
import type { Sql } from "./fragment.ts";

/** What the printer must know of an expression's type; `unknown` prints as it stands. */
export type SqlType =
  | "string"
  | "number"
  | "bool"
  | "datetime"
  | "date"
  | "uuid"
  | "array"
  | "tuple"
  | "map"
  | "json"
  | "interval"
  | "unknown";

/** An expression in ClickHouse's words. */
export interface Lowered {
  readonly sql: Sql;
  readonly type: SqlType;
  /** May be NULL as far as known. */
  readonly nullable: boolean;
  /** The same string with '' in place of NULL: cheaper in comparisons. */
  readonly raw?: Sql;
  /** A datetime before it is presented in the project's time zone: the same instant, cheaper in comparisons. */
  readonly instant?: Sql;
  /** Set for literals. */
  readonly constant?: { readonly value: ConstantValue };
  /** Doesn't depend on a row. */
  readonly isConstant: boolean;
  /** A Date column that follows this one (`events.day`): comparisons with constants also bound it, for pruning. */
  readonly prunes?: () => Sql;
  /** The text behind a typed property. */
  readonly text?: Lowered;
  /** A property value (text whose number or truth is decided by use). */
  readonly property?: boolean;
}

export const value = (sql: Sql, type: SqlType, nullable: boolean): Lowered => ({
  sql,
  type,
  nullable,
  isConstant: false,
});
