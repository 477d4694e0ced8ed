/** A printed query: ClickHouse SQL with `{p0:Type}` placeholders, and the values bound to them in order of appearance. */
export interface CompiledSql {
  readonly sql: string;
  readonly params: Readonly<Record<string, SqlParam>>;
}

export interface SqlParam {
  /** ClickHouse type, e.g. `String`, `Array(String)`, `DateTime64(3, 'UTC')`. */
  readonly type: string;
  readonly value: SqlParamValue;
}

export type SqlParamValue = string | number | boolean | null | readonly SqlParamValue[];
