import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import { SHARD_SUFFIX } from "@edgewise/db/warehouse/ddl.ts";
import type {
  InsertRows,
  QueryOptions,
  QueryProgress,
  QueryResult,
  Result,
  Warehouse,
  WarehouseError,
} from "../../ports/warehouse.ts";
import { insertError, networkError, queryError } from "./engine-errors.ts";
import { decodeJson } from "./json-compact.ts";
import { paramText, renderLiterals, stringLiteral } from "./literals.ts";
import { PLAN_SETTINGS } from "./plan-settings.ts";

export interface ClickHouseOptions {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Rows lie in `<table>_shard` of this cluster's nodes, behind Distributed tables. */
  readonly cluster?: string;
  readonly insertTimeoutMs?: number;
  readonly fetch?: typeof fetch;
}

const INSERT_SETTINGS: Readonly<Record<string, string>> = {
  async_insert: "0",
  wait_end_of_query: "1",
  date_time_input_format: "best_effort",
  input_format_skip_unknown_fields: "0",
  // `properties` is an object in the row and its text in the table.
  input_format_json_read_objects_as_strings: "1",
  deduplicate_blocks_in_dependent_materialized_views: "1",
  // On a cluster: confirmed means stored on the shards, not queued in front of them.
  distributed_foreground_insert: "1",
  // An import may span more months than the engine allows at once by default.
  max_partitions_per_insert_block: "0",
  // One block a batch, so that a batch is stored whole or not at all.
  max_insert_block_size: "1048576",
  // Collapsing rows of one block costs a third of the insert, and no block has two rows of one event.
  optimize_on_insert: "0",
  input_format_parallel_parsing: "0",
};

const EXACT_NUMBERS: Readonly<Record<string, string>> = {
  output_format_json_quote_64bit_integers: "1",
  output_format_json_quote_denormals: "1",
};

/** Values that a statement writes as JSON are those that a query answers. */
const REFILL_SETTINGS: Readonly<Record<string, string>> = {
  ...EXACT_NUMBERS,
  ...PLAN_SETTINGS,
  date_time_output_format: "iso",
  output_format_json_named_tuples_as_objects: "1",
  wait_end_of_query: "1",
  max_query_size: "4000000",
  distributed_foreground_insert: "1",
};

const ERASE_TIMEOUT_MS = 120_000;
/** Waits for every node of a cluster, and fails when one did. */
const ON_CLUSTER_SETTINGS: Readonly<Record<string, string>> = {
  distributed_ddl_task_timeout: "110",
  distributed_ddl_output_mode: "throw",
};
/** Answers once every replica has deleted. */
const ERASE_SETTINGS: Readonly<Record<string, string>> = {
  lightweight_deletes_sync: "2",
  mutations_sync: "2",
  wait_end_of_query: "1",
  max_query_size: "4000000",
};

/** What readers of files expect: text as text, and a compression that every Parquet library knows. */
const FILE_SETTINGS: Readonly<Record<string, string>> = {
  output_format_parquet_string_as_string: "1",
  output_format_parquet_compression_method: "snappy",
};

/** ClickHouse's HTTP interface: any server or cluster, and the embedded engine of one machine. */
export function clickhouseWarehouse(options: ClickHouseOptions): Warehouse {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const headers = {
    "X-ClickHouse-User": options.user,
    "X-ClickHouse-Key": options.password,
    "X-ClickHouse-Database": options.database,
  };

  const onCluster = options.cluster === undefined ? "" : ` ON CLUSTER ${stringLiteral(options.cluster)}`;

  const post = async (
    search: Readonly<Record<string, string>>,
    rows: InsertRows,
    signal?: AbortSignal,
  ): Promise<Response> => {
    const url = new URL(options.url);
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value);
    const isText = typeof rows === "string";
    return send(url.href, {
      method: "POST",
      headers: isText ? headers : { ...headers, "Content-Encoding": "zstd" },
      body: (isText ? rows : rows.zstd) as BodyInit,
      ...(signal && { signal }),
    });
  };

  const cancel = async (queryId: string): Promise<void> => {
    // Which node of a cluster runs it is not known here. Statements for all nodes take no parameters.
    const statement = `KILL QUERY${onCluster} WHERE query_id = ${stringLiteral(queryId)} ASYNC`;
    const response = await post({}, statement).catch(() => null);
    await response?.body?.cancel();
  };

  return {
    async query(query, queryOptions = {}): Promise<Result<QueryResult, WarehouseError>> {
      const { signal } = queryOptions;
      const queryId = queryOptions.queryId ?? crypto.randomUUID();
      const onAbort = (): void => void cancel(queryId);
      try {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", onAbort, { once: true });
        const sent = withoutLongParams(query);
        const response = await post(searchOf(sent, queryId, queryOptions), sent.sql, signal);
        const text = await response.text();
        if (!response.ok) return { ok: false, error: queryError(response.status, text, codeOf(response)) };
        // A failure after the first block arrives with status 200, inside the body.
        if (!text.trimEnd().endsWith("}")) return { ok: false, error: queryError(500, lastException(text)) };
        return { ok: true, value: decodeJson(text) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      } finally {
        signal?.removeEventListener("abort", onAbort);
      }
    },

    async stream(query, queryOptions = {}): Promise<Result<ReadableStream<Uint8Array>, WarehouseError>> {
      const { signal } = queryOptions;
      const queryId = queryOptions.queryId ?? crypto.randomUUID();
      try {
        signal?.throwIfAborted();
        const sent = withoutLongParams(query);
        const search = searchOf(sent, queryId, queryOptions);
        const asked = {
          ...search,
          default_format: "JSONCompactEachRowWithNamesAndTypes",
          wait_end_of_query: "0",
        };
        const response = await post(asked, sent.sql, signal);
        if (response.ok && response.body) return { ok: true, value: response.body };
        const text = await response.text();
        return { ok: false, error: queryError(response.status, text, codeOf(response)) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    async insert(table, rows, batchKey): Promise<Result<void, WarehouseError>> {
      const search = {
        ...INSERT_SETTINGS,
        query: `INSERT INTO ${table} FORMAT JSONEachRow`,
        insert_deduplication_token: batchKey,
      };
      try {
        const response = await post(search, rows, AbortSignal.timeout(options.insertTimeoutMs ?? 60_000));
        const text = await response.text();
        if (response.ok && !text.includes("DB::Exception")) return { ok: true, value: undefined };
        return { ok: false, error: insertError(response.status, text, codeOf(response)) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    async refill(table, select, refillOptions = {}): Promise<Result<boolean, WarehouseError>> {
      const { signal } = refillOptions;
      const queryId = refillOptions.queryId ?? crypto.randomUUID();
      const statement = `INSERT INTO ${table} ${renderLiterals(select)}`;
      const search = { ...REFILL_SETTINGS, query_id: queryId, ...limitsOf(refillOptions) };
      const onAbort = (): void => void cancel(queryId);
      try {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", onAbort, { once: true });
        const timeout = AbortSignal.timeout(ERASE_TIMEOUT_MS);
        const response = await post(search, statement, signal ? AbortSignal.any([signal, timeout]) : timeout);
        const text = await response.text();
        if (response.ok && !text.includes("DB::Exception")) return { ok: true, value: true };
        return { ok: false, error: queryError(response.status, text, codeOf(response)) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      } finally {
        signal?.removeEventListener("abort", onAbort);
      }
    },

    async file(query, format): Promise<Result<Uint8Array, WarehouseError>> {
      const sent = withoutLongParams(query);
      const search = { ...searchOf(sent, crypto.randomUUID(), {}), ...FILE_SETTINGS, default_format: format };
      try {
        const response = await post(search, sent.sql, AbortSignal.timeout(ERASE_TIMEOUT_MS));
        if (response.ok) return { ok: true, value: new Uint8Array(await response.arrayBuffer()) };
        const text = await response.text();
        return { ok: false, error: queryError(response.status, text, codeOf(response)) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    async erase(table, where): Promise<Result<void, WarehouseError>> {
      // Values stand in the statement: a deletion is a mutation, which outlives the request and its parameters.
      // A Distributed table deletes nothing: each node deletes from its own.
      const target =
        options.cluster === undefined ? table : `${options.database}.${table}${SHARD_SUFFIX}${onCluster}`;
      const statement = `DELETE FROM ${target} WHERE ${renderLiterals(where)}`;
      const settings = { ...ERASE_SETTINGS, ...(options.cluster === undefined ? {} : ON_CLUSTER_SETTINGS) };
      try {
        const response = await post(settings, statement, AbortSignal.timeout(ERASE_TIMEOUT_MS));
        const text = await response.text();
        if (response.ok && !text.includes("DB::Exception")) return { ok: true, value: undefined };
        return { ok: false, error: queryError(response.status, text, codeOf(response)) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    cancel,

    async progress(queryId): Promise<QueryProgress | null> {
      const from =
        options.cluster === undefined
          ? "system.processes"
          : `clusterAllReplicas(${stringLiteral(options.cluster)}, system.processes)`;
      const statement = `SELECT ${PROGRESS_COLUMNS} FROM ${from} WHERE query_id = ${stringLiteral(queryId)} LIMIT 1`;
      try {
        const response = await post(
          { default_format: "JSONCompact", readonly: "2" },
          statement,
          AbortSignal.timeout(5000),
        );
        const text = await response.text();
        const [row] = response.ok ? decodeJson(text).rows : [];
        if (!row) return null;
        const [rowsRead = 0, bytesRead = 0, total = 0, elapsedSeconds = 0, cpuMicroseconds = 0] =
          row.map(Number);
        return { rowsRead, bytesRead, rowsTotal: Math.max(total, rowsRead), elapsedSeconds, cpuMicroseconds };
      } catch {
        return null;
      }
    },

    async ping(): Promise<boolean> {
      try {
        const response = await post({}, "SELECT 1", AbortSignal.timeout(5000));
        await response.text();
        return response.ok;
      } catch {
        return false;
      }
    },
  };
}

const PROGRESS_COLUMNS =
  "read_rows, read_bytes, total_rows_approx, elapsed, ProfileEvents['OSCPUVirtualTimeMicroseconds']";

/** Characters of parameters that fit a URL everywhere. */
const MAX_PARAMS_LENGTH = 6000;

/** Long lists don't fit the URL: then the values stand in the query as escaped literals. */
function withoutLongParams(query: CompiledSql): CompiledSql {
  const length = Object.values(query.params).reduce(
    (sum, param) => sum + encodeURIComponent(paramText(param)).length,
    0,
  );
  return length > MAX_PARAMS_LENGTH ? { sql: renderLiterals(query), params: {} } : query;
}

function searchOf({ params }: CompiledSql, queryId: string, options: QueryOptions): Record<string, string> {
  return {
    default_format: "JSONCompact",
    query_id: queryId,
    readonly: "2",
    max_query_size: "4000000",
    cancel_http_readonly_queries_on_client_close: "1",
    ...PLAN_SETTINGS,
    ...EXACT_NUMBERS,
    wait_end_of_query: "1",
    ...(options.utcTimes && { date_time_output_format: "iso" }),
    ...limitsOf(options),
    ...(options.blockRows !== undefined && { max_block_size: String(options.blockRows) }),
    ...(options.maxResultRows !== undefined && {
      max_result_rows: String(options.maxResultRows),
      result_overflow_mode: "break",
    }),
    ...Object.fromEntries(Object.entries(params).map(([name, param]) => [`param_${name}`, paramText(param)])),
  };
}

const limitsOf = ({ maxExecutionSeconds, maxMemoryBytes }: QueryOptions): Record<string, string> => ({
  ...(maxExecutionSeconds !== undefined && { max_execution_time: String(maxExecutionSeconds) }),
  ...(maxMemoryBytes !== undefined && {
    max_memory_usage: String(maxMemoryBytes),
    // What needs more than half goes on by way of the disk: slower, but with an answer.
    max_bytes_before_external_group_by: String(Math.floor(maxMemoryBytes / 2)),
    max_bytes_before_external_sort: String(Math.floor(maxMemoryBytes / 2)),
  }),
});

function codeOf(response: Response): number | undefined {
  const header = response.headers.get("X-ClickHouse-Exception-Code");
  return header ? Number(header) : undefined;
}

function lastException(text: string): string {
  return /Code: \d+\.[\s\S]*$/.exec(text)?.[0] ?? "The answer of the warehouse was cut off.";
}
