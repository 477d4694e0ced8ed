import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { applyOverrides } from "@edgewise/core/insights/apply-overrides.ts";
import type { EngineQuery, InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery, usesAllTime } from "@edgewise/core/insights/registry.ts";
import { asApiError, compileFor, compute, type QueryPlan, type Run } from "./compute.ts";
import type { Definitions } from "./definitions.ts";
import type { QueryEngine } from "./engine.ts";
import { freshUntil } from "./envelope.ts";
import { projectContext } from "./project-context.ts";
import { isGood, isPatient, type QueryRequest, refreshMode, takesKept } from "./request.ts";
import type { QueryTenant } from "./tenant.ts";

export interface RunInput extends Run {
  readonly access: QueryTenant;
  readonly request: QueryRequest;
  readonly definitions: Definitions;
  /** Runs what nobody waits for; without it a stale answer stays stale until somebody waits. */
  readonly inBackground?: (task: Promise<unknown>) => void;
  /** What is answered instead of computing what is not kept. */
  readonly instead?: () => Promise<JsonObject>;
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
  const compiled = compileFor(prepared, context);
  const key = await cacheKey(context.environmentId, compiled.sql, compiled.params, [
    query,
    prepared.depends ?? null,
  ]);
  const mode = refreshMode(input.request);
  const version = await engine.versions.of(
    engine.warehouse,
    context.environmentId,
    compiled.sql,
    input.now(),
  );
  const now = input.now();
  const kept =
    takesKept(mode) && !prepared.bare
      ? await engine.cache.find(key, (found) => isGood(mode, found, version, now))
      : undefined;
  const plan = { prepared, compiled, context, key, version };
  if (kept) {
    const same = version !== undefined && kept.version === version;
    const known = same ? now : kept.at;
    if (!same && isPatient(mode)) input.inBackground?.(computeBehind(engine, input, plan));
    return { ...kept.response, is_cached: true, cache_target_age: freshUntil(known) };
  }

  if (input.instead && !prepared.bare) return await input.instead();
  return await compute(engine, input, plan);
}

/** Computes anew for whoever asks next: this caller is gone with a stale answer, and can't cancel it. */
function computeBehind(engine: QueryEngine, input: RunInput, plan: QueryPlan): Promise<unknown> {
  const { signal: _, engineQueryId, ...rest } = input;
  return compute(engine, { ...rest, engineQueryId: `${engineQueryId}-behind` }, plan).catch(() => undefined);
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
