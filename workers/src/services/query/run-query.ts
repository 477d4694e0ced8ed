import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { applyOverrides } from "@edgewise/core/insights/apply-overrides.ts";
import type { EngineQuery, InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery, usesAllTime } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { GroupType } from "@edgewise/core/sql/context.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, ERROR_CODES, type ErrorCode } from "../../http/errors.ts";
import type { QueryEngine } from "./engine.ts";
import { engineError } from "./engine-error.ts";
import { envelope } from "./envelope.ts";
import { projectContext } from "./project-context.ts";
import { MAX_AGE_MS, type QueryRequest, refreshMode } from "./request.ts";

export const QUERY_LIMITS = {
  maxExecutionSeconds: 60,
  maxMemoryBytes: 4 * 1024 ** 3,
  maxResultRows: 1_000_000,
};

export interface RunInput {
  readonly access: ProjectAccess;
  readonly request: QueryRequest;
  readonly groupTypes: readonly GroupType[];
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
  const context = await projectContext(engine, access, input.groupTypes, started, usesAllTime(query));
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
  const compiled = compileQuery(prepared.select, {
    ...context,
    ...(prepared.limits ? { limits: prepared.limits } : {}),
  });
  if (!compiled.ok) {
    const { message, span, fix } = compiled.error;
    throw new ApiError("invalid_input", message, { extra: span ? { ...span, fix: fix ?? null } : undefined });
  }
  const { sql, params, limit, offset, defaulted } = compiled.value;
  const key = await cacheKey(context.environmentId, sql, params, query);
  const maxAge = MAX_AGE_MS[refreshMode(input.request)];
  const cached = engine.cache.get(key, input.now(), maxAge);
  if (cached) return { ...cached.response, is_cached: true };

  const result = await engine.lanes.run(context.environmentId, () =>
    engine.warehouse.query(compiled.value, {
      ...QUERY_LIMITS,
      queryId: input.engineQueryId,
      ...(input.signal ? { signal: input.signal } : {}),
    }),
  );
  if (!result.ok) throw engineError(result.error, QUERY_LIMITS.maxExecutionSeconds);
  const hogql = printHogQL(prepared.select, { pretty: true });
  const { columns, rows, statistics } = result.value;
  const at = input.now();
  const response = {
    ...envelope({ at, cacheKey: key, timezone: context.timezone, statistics }),
    hogql,
    clickhouse: sql,
    ...prepared.envelope,
    ...prepared.shape({
      columns,
      rows,
      hogql,
      clickhouse: sql,
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
      defaulted,
    }),
  };
  engine.cache.set(key, response, at);
  return response;
}

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
