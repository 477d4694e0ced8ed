import type { ColumnType } from "../schema/table.ts";

/** Types a caller's parameter may have; the names are those of Tinybird's templates. */
export type ParamType = "String" | "UInt32" | "Int32" | "Date" | "DateTime64" | "UInt8";

export interface EndpointParam {
  readonly type: ParamType;
  readonly description: string;
  /** Value when the caller gives none; without it the parameter is required, unless `optional`. */
  readonly default?: string | number;
  /** True: may be absent, and the SQL asks with `{% if defined(name) %}`. */
  readonly optional?: boolean;
}

/** A published query: `GET /v0/pipes/<name>.json?param=…` at Tinybird and at the local warehouse. */
export interface Endpoint {
  readonly name: string;
  readonly description: string;
  readonly params: Readonly<Record<string, EndpointParam>>;
  /** Tinybird's template language: `{{UInt32(limit, 100)}}`, `{% if defined(x) %} … {% end %}`. */
  readonly sql: string;
  readonly output: Readonly<Record<string, ColumnType>>;
}
