import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";

/** The warehouse as Workers see it; adapters: `clickhouse.ts` (HTTP interface) and `tinybird.ts` (Tinybird API). */
export interface Warehouse {
  query(query: CompiledSql, options?: QueryOptions): Promise<Result<QueryResult, WarehouseError>>;
  /**
   * The rows as they come: lines of JSON, names first, then types, then an array a row. A failure on the way ends in a line
   * that is no array, or in the stream's error.
   */
  stream(
    query: CompiledSql,
    options?: QueryOptions,
  ): Promise<Result<ReadableStream<Uint8Array>, WarehouseError>>;
  /**
   * Inserts NDJSON rows as one block. `batchKey` is deterministic: a repeated call with the same key and rows stores
   * them once, also after an ambiguous failure (time-out after the rows were stored).
   */
  insert(
    table: string,
    rows: InsertRows,
    batchKey: string,
    options?: InsertOptions,
  ): Promise<Result<void, WarehouseError>>;
  /** Deletes the rows that meet a condition; done when it answers. Safe to repeat. */
  erase(table: string, where: CompiledSql): Promise<Result<void, WarehouseError>>;
  /**
   * Inserts what a compiled SELECT finds, within the engine: states of aggregates have no text, and many rows need not
   * travel. `table` may name its columns. False where the engine has no such call (Tinybird).
   */
  refill(
    table: string,
    select: CompiledSql,
    options?: RefillOptions,
  ): Promise<Result<boolean, WarehouseError>>;
  /** Rows as a file, `SELECT` without FORMAT: one call, so of a bounded number of rows. */
  file(query: CompiledSql, format: FileFormat): Promise<Result<Uint8Array, WarehouseError>>;
  /** Asks the engine to stop a running query; resolves when the request was taken. */
  cancel(queryId: string): Promise<void>;
  /** How far a running query is; null when none of that name runs, or the engine doesn't tell (Tinybird). */
  progress(queryId: string): Promise<QueryProgress | null>;
  /** True when the engine answers. */
  ping(): Promise<boolean>;
}

/** What a running query has read of what it will read, as far as the engine can tell. */
export interface QueryProgress {
  readonly rowsRead: number;
  readonly bytesRead: number;
  /** An estimate, which may still grow; never below `rowsRead`. */
  readonly rowsTotal: number;
  readonly elapsedSeconds: number;
  readonly cpuMicroseconds: number;
}

export type FileFormat = "Parquet" | "JSONEachRow";

/** NDJSON: text, or zstd frames behind each other. */
export type InsertRows = string | { readonly zstd: Uint8Array };

export interface InsertOptions {
  /** The same key may have been sent before (a retry, or a start after a crash): ask first where the engine must. */
  readonly retry?: boolean;
}

export type RefillOptions = Pick<
  QueryOptions,
  "queryId" | "maxExecutionSeconds" | "maxMemoryBytes" | "signal"
>;

export interface QueryOptions {
  readonly queryId?: string;
  readonly maxExecutionSeconds?: number;
  readonly maxMemoryBytes?: number;
  readonly maxResultRows?: number;
  /** Datetimes in UTC with a `Z`, whatever their zone: local text is ambiguous when clocks go back. Tinybird can't. */
  readonly utcTimes?: boolean;
  /** Rows of a block within the engine: fewer than its default let more threads share what follows a grouping. Tinybird can't. */
  readonly blockRows?: number;
  readonly signal?: AbortSignal;
}

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Row-major values as ClickHouse's JSONCompact encodes them; 64-bit integers are numbers when exact, else strings. */
  readonly rows: readonly (readonly unknown[])[];
  readonly statistics: {
    readonly elapsedSeconds: number;
    readonly rowsRead: number;
    readonly bytesRead: number;
  };
}

export interface WarehouseError {
  /**
   * `unavailable`: retry later (nothing or something unknown happened); `rejected`: the same call will fail again.
   * An insert is `rejected` only when a row is at fault.
   */
  readonly code: "unavailable" | "timeout" | "memory" | "cancelled" | "rejected";
  /** ClickHouse's error number when it said one. */
  readonly engineCode?: number;
  readonly message: string;
}

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };
