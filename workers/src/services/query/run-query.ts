import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { applyOverrides } from "@edgewise/core/insights/apply-overrides.ts";
import type { EngineQuery, EngineRows, InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery, usesAllTime } from "@edgewise/core/insights/registry.ts";
import { type CompiledQuery, compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { ApiError, ERROR_CODES, type ErrorCode } from "../../http/errors.ts";
import type { QueryResult } from "../../ports/warehouse.ts";
import type { Definitions } from "./definitions.ts";
import type { QueryEngine } from "./engine.ts";
import { engineError } from "./engine-error.ts";
import { envelope } from "./envelope.ts";
import { projectContext } from "./project-context.ts";
import { MAX_AGE_MS, type QueryRequest, refreshMode } from "./request.ts";
import type { QueryTenant } from "./tenant.ts";

export const QUERY_LIMITS = {
  maxExecutionSeconds: 60,
  maxMemoryBytes: 4 * 1024 ** 3,
  maxResultRows: 1_000_000,
};

/** Rows of a block of queries that work on each actor's arrays: two granules of the tables. */
export const SMALL_BLOCK = 16_384;

export interface RunInput {
  readonly access: QueryTenant;
  readonly request: QueryRequest;
  readonly definitions: Definitions;
  /** Name of the run in the engine: cancels by it. */
  readonly engineQueryId: string;
  readonly signal?: AbortSignal;
  now(): number;
}

/** Answers one query: from the cache when the refresh mode allows, else from the engine. Throws ApiError. */
export async function runQuery(engine: QueryEngine, input: RunInput): Promise<JsonObject> {
  const { request, access } = input;
  const query = applyOverrides(
    request.query as JsonObject,
    request.filters_override as JsonObject | null | undefined,
    request.variables_override as JsonObject | null | undefined,
  );
  const started = input.now();
  const context = await projectContext(engine, access, input.definitions, started, usesAllTime(query));
  const prepared = prepareQuery(query, context);
  if (!prepared.ok) throw asApiError(prepared.error.code, prepared.error.message, prepared.error.attr);
  if (prepared.value.run === "none") return prepared.value.response;
  return await answer(engine, input, query, prepared.value, context);
}

async function answer(
  engine: QueryEngine,
  input: RunInput,
  query: JsonValue,
  prepared: EngineQuery,
  context: InsightContext,
): Promise<JsonObject> {
  const compiled = compile(prepared, context);
  const key = await cacheKey(context.environmentId, compiled.sql, compiled.params, [
    query,
    prepared.depends ?? null,
  ]);
  const cached = engine.cache.get(key, input.now(), MAX_AGE_MS[refreshMode(input.request)]);
  if (cached) return { ...cached.response, is_cached: true };

  const first = await execute(engine, input, prepared, compiled);
  const next = prepared.next?.(first.rows);
  if (next && !next.ok) throw asApiError(next.error.code, next.error.message, next.error.attr);
  const second = next?.value && (await execute(engine, input, next.value, compile(next.value, context)));
  const at = input.now();
  const statistics = second ? sumOf(first.statistics, second.statistics) : first.statistics;
  const response = {
    ...envelope({ at, cacheKey: key, timezone: context.timezone, statistics }),
    hogql: first.rows.hogql,
    clickhouse: compiled.sql,
    ...prepared.envelope,
    ...(next?.value && second ? next.value.shape(second.rows) : prepared.shape(first.rows)),
  };
  engine.cache.set(key, response, at);
  return response;
}

function compile(prepared: EngineQuery, context: InsightContext): CompiledQuery {
  const limits = prepared.limits ? { limits: prepared.limits } : {};
  const compiled = compileQuery(prepared.select, { ...context, ...limits });
  if (compiled.ok) return compiled.value;
  const { message, span, fix } = compiled.error;
  throw new ApiError("invalid_input", message, { extra: span ? { ...span, fix: fix ?? null } : undefined });
}

async function execute(
  engine: QueryEngine,
  { access, engineQueryId, signal }: RunInput,
  { select, smallBlocks }: EngineQuery,
  compiled: CompiledQuery,
): Promise<{ rows: EngineRows; statistics: QueryResult["statistics"] }> {
  const options = {
    ...QUERY_LIMITS,
    utcTimes: true,
    queryId: engineQueryId,
    ...(smallBlocks ? { blockRows: SMALL_BLOCK } : {}),
    ...(signal ? { signal } : {}),
  };
  const result = await engine.lanes.run(access.environmentId, () =>
    engine.warehouse.query(compiled, options),
  );
  if (!result.ok) throw engineError(result.error, QUERY_LIMITS.maxExecutionSeconds);
  const { columns, rows, statistics } = result.value;
  const { sql, limit, offset, defaulted } = compiled;
  const texts = { hogql: printHogQL(select, { pretty: true }), clickhouse: sql };
  const page = {
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    defaulted,
  };
  return { rows: { columns, rows, ...texts, ...page }, statistics };
}

const sumOf = (a: QueryResult["statistics"], b: QueryResult["statistics"]): QueryResult["statistics"] => ({
  elapsedSeconds: a.elapsedSeconds + b.elapsedSeconds,
  rowsRead: a.rowsRead + b.rowsRead,
  bytesRead: a.bytesRead + b.bytesRead,
});

async function cacheKey(
  environmentId: number,
  sql: string,
  params: unknown,
  query: JsonValue,
): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([sql, params, query]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const hex = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `cache_${environmentId}_${hex}`;
}

function asApiError(code: string, message: string, attr: string | null): ApiError {
  const known = code in ERROR_CODES ? (code as ErrorCode) : "invalid_input";
  return new ApiError(known, message, { attr, ...(known === code ? {} : { publicCode: code }) });
}
