import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { EngineQuery, EngineRows, InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { type CompiledQuery, compileQuery } from "@edgewise/core/sql/compile.ts";
import { versionedTables } from "@edgewise/core/sql/data-version.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { ApiError, ERROR_CODES, type ErrorCode } from "../../http/errors.ts";
import type { QueryResult } from "../../ports/warehouse.ts";
import type { QueryEngine } from "./engine.ts";
import { engineError } from "./engine-error.ts";
import { envelope } from "./envelope.ts";
import { SMALL_BLOCK } from "./small-block.ts";
import type { QueryTenant } from "./tenant.ts";

export const QUERY_LIMITS = {
  maxExecutionSeconds: 60,
  maxMemoryBytes: 4 * 1024 ** 3,
  maxResultRows: 1_000_000,
};

/** A query that is ready to run, and the name of its answer. */
export interface QueryPlan {
  readonly prepared: EngineQuery;
  readonly compiled: CompiledQuery;
  readonly context: InsightContext;
  readonly key: string;
  /** State of the data before it runs; undefined when that can't be told. */
  readonly version: string | undefined;
}

/** Who runs it, and as what. */
export interface Run {
  readonly access: Pick<QueryTenant, "environmentId" | "projectId">;
  /** Name of the run in the engine: cancels by it. */
  readonly engineQueryId: string;
  readonly signal?: AbortSignal;
  now(): number;
}

/** The answer of a query as the engine gives it now; kept for those who ask again. Throws ApiError. */
export async function compute(engine: QueryEngine, run: Run, plan: QueryPlan): Promise<JsonObject> {
  const { prepared, compiled, context, key, version } = plan;
  const first = await execute(engine, run, prepared, compiled, { counts: true });
  let [last, answer, { statistics }] = [prepared, first, first];
  let covered = true;
  for (;;) {
    const next = last.next?.(answer.rows);
    if (next && !next.ok) throw asApiError(next.error.code, next.error.message, next.error.attr);
    if (!next?.value) break;
    last = next.value;
    const more = compileFor(last, context);
    answer = await execute(engine, run, last, more);
    statistics = sumOf(statistics, answer.statistics);
    // The state of tables that only a further query reads was not asked for in time.
    covered &&= isSubset(versionedTables(more.sql), versionedTables(compiled.sql));
  }
  if (prepared.bare) return last.shape(answer.rows);
  const at = run.now();
  const response = {
    ...envelope({ at, cacheKey: key, timezone: context.timezone, statistics }),
    hogql: first.rows.hogql,
    clickhouse: compiled.sql,
    ...overLimitOf(context),
    ...prepared.envelope,
    ...last.shape(answer.rows),
  };
  await engine.cache.keep(key, response, at, covered ? version : undefined);
  return response;
}

/** What of the data is a sample, since it came over a limit; nothing for most. */
function overLimitOf({ sampled }: InsightContext): JsonObject {
  if (sampled === undefined) return {};
  const { periods, days } = sampled;
  return {
    over_limit: { periods: periods.map((one) => ({ ...one })), days: days.map((one) => ({ ...one })) },
  };
}

const isSubset = (some: readonly string[] | undefined, all: readonly string[] | undefined): boolean =>
  some?.every((one) => all?.includes(one)) ?? false;

/** The text of a query. Throws ApiError for what the language refuses. */
export function compileFor(prepared: EngineQuery, context: InsightContext): CompiledQuery {
  const limits = prepared.limits ? { limits: prepared.limits } : {};
  const compiled = compileQuery(prepared.select, { ...context, ...limits });
  if (compiled.ok) return compiled.value;
  const { message, span, fix } = compiled.error;
  throw new ApiError("invalid_input", message, { extra: span ? { ...span, fix: fix ?? null } : undefined });
}

async function execute(
  engine: QueryEngine,
  { access, engineQueryId, signal }: Run,
  { select, smallBlocks }: EngineQuery,
  compiled: CompiledQuery,
  turn?: { readonly counts: boolean },
): Promise<{ rows: EngineRows; statistics: QueryResult["statistics"] }> {
  const options = {
    ...QUERY_LIMITS,
    utcTimes: true,
    queryId: engineQueryId,
    ...(smallBlocks ? { blockRows: SMALL_BLOCK } : {}),
    ...(signal ? { signal } : {}),
  };
  const result = await engine.turns.run(access, () => engine.warehouse.query(compiled, options), turn);
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

/** What is wrong with a query, as the API says it. */
export function asApiError(code: string, message: string, attr: string | null): ApiError {
  const known = code in ERROR_CODES ? (code as ErrorCode) : "invalid_input";
  return new ApiError(known, message, { attr, ...(known === code ? {} : { publicCode: code }) });
}
