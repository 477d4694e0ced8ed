import type { CompiledSql } from "../compiled.ts";

interface Target {
  readonly environmentId: number;
  readonly id: string;
  readonly run: number;
  /** One more than may be stored, so that too many are seen. */
  readonly most: number;
}

/** Columns of `view_rows` in the order of {@link storedRows}. */
export const STORED_ROW = "view_rows (environment_id, view_id, run, number, cells)";

/** The rows of a compiled query as a run of a materialised view keeps them: numbered, their values as a JSON list. */
export function storedRows(
  { sql, params }: CompiledSql,
  { environmentId, id, run, most }: Target,
): CompiledSql {
  const number = Math.trunc(most);
  return {
    sql: `SELECT {view_environment:UInt32}, {view_id:String}, {view_run:UInt64}, rowNumberInAllBlocks(), toJSONString(tuple(*)) FROM (SELECT * FROM (${sql}) LIMIT ${number})`,
    params: {
      ...params,
      view_environment: { type: "UInt32", value: environmentId },
      view_id: { type: "String", value: id },
      view_run: { type: "UInt64", value: run },
    },
  };
}

/** The same query without its rows: for its columns. */
export const noRows = ({ sql, params }: CompiledSql): CompiledSql => ({
  sql: `SELECT * FROM (${sql}) LIMIT 0`,
  params,
});
