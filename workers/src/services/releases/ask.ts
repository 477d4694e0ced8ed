import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { judgeLook } from "@edgewise/core/releases/judge-look.ts";
import { blindLook, type ReleaseLook } from "@edgewise/core/releases/look.ts";
import { populationOf } from "@edgewise/core/releases/population.ts";
import { type LookQuestion, prepareLook, preparePeople } from "@edgewise/core/releases/query/plan-look.ts";
import type { Select } from "@edgewise/core/sql/ast.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { ReleaseRow } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { engineError } from "../query/engine-error.ts";
import { projectContext } from "../query/project-context.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** A look must not outlast the minute. */
const LIMITS = {
  maxExecutionSeconds: 30,
  maxMemoryBytes: 4 * 1024 ** 3,
  maxResultRows: 10_000,
  utcTimes: true,
};

/** What a release asks at its present step: everyone seen since the step began. */
function questionOf(row: ReleaseRow, flag: FlagRow, now: Date): LookQuestion {
  const share = row.stages[row.stage]?.rollout_percentage ?? 0;
  return {
    population: populationOf(flag, row.condition, share, row.settings),
    guards: row.settings.guards,
    from: row.stageStartedAt.getTime(),
    to: now.getTime(),
  };
}

async function contextOf(tenant: QueryTenant, query: unknown, deps: RegionDeps): Promise<InsightContext> {
  const [engine, definitions] = await Promise.all([
    queryEngineOf(deps),
    definitionsFor(query as JsonValue, tenant, deps),
  ]);
  return await projectContext(engine, tenant, definitions, deps.now().getTime(), false);
}

async function run(tenant: QueryTenant, select: Select, context: InsightContext, deps: RegionDeps) {
  const compiled = compileQuery(select, {
    ...context,
    limits: { defaultRows: null, maxRows: LIMITS.maxResultRows },
  });
  if (!compiled.ok) throw new ApiError("invalid_input", compiled.error.message);
  const engine = await queryEngineOf(deps);
  const options = { ...LIMITS, queryId: `edgewise-${tenant.environmentId}-${deps.newId()}` };
  const result = await engine.turns.run(tenant, () => engine.warehouse.query(compiled.value, options));
  if (!result.ok) throw engineError(result.error, LIMITS.maxExecutionSeconds);
  return { ...result.value, clickhouse: compiled.value.sql, hogql: printHogQL(select, { pretty: true }) };
}

/** One look at a release's present step. Never throws: what can't be known is said in the look. */
export async function takeLook(
  tenant: QueryTenant,
  row: ReleaseRow,
  flag: FlagRow,
  deps: RegionDeps,
): Promise<ReleaseLook> {
  const now = deps.now();
  const at = now.toISOString();
  try {
    const question = questionOf(row, flag, now);
    const context = await contextOf(tenant, question.guards, deps);
    const prepared = prepareLook(question, context);
    if (!prepared.ok) throw new ApiError("invalid_input", prepared.error.message);
    const answer = await run(tenant, prepared.value.select, context, deps);
    const { stages, stage, settings } = row;
    const { expectedShare } = question.population;
    const found = prepared.value.read(answer);
    const look = judgeLook({ at, stages, stage, settings, expectedShare, ...found });
    return { ...look, query: { clickhouse: answer.clickhouse, hogql: answer.hogql } };
  } catch (error) {
    if (!(error instanceof ApiError))
      console.error(JSON.stringify({ job: "guard-releases", id: row.id, error: String(error) }));
    const detail = error instanceof ApiError ? error.message : "The look failed.";
    return blindLook(at, row.stage, detail);
  }
}

/** The people behind a guard-rail's figure, those with the greatest value first. Throws ApiError. */
export async function peopleBehind(
  tenant: QueryTenant,
  row: ReleaseRow,
  flag: FlagRow,
  asked: {
    readonly guard: string;
    readonly side: "on" | "off";
    readonly limit: number;
    readonly offset: number;
  },
  deps: RegionDeps,
): Promise<{ id: string; name: string; value: number; session_id: string | null }[]> {
  const question = questionOf(row, flag, row.lookedAt ?? deps.now());
  const context = await contextOf(tenant, question.guards, deps);
  const select = preparePeople(question, asked, context);
  if (!select.ok) throw invalid(select.error.attr, select.error.message);
  const { rows } = await run(tenant, select.value, context, deps);
  return rows.map(([id, name, value, session]) => ({
    id: String(id),
    name: String(name),
    value: Number(value),
    session_id: session ? String(session) : null,
  }));
}

/** Throws 400 for a guard-rail that can't be asked. */
export async function checkGuards(
  tenant: QueryTenant,
  question: Pick<LookQuestion, "population" | "guards">,
  deps: RegionDeps,
): Promise<void> {
  const context = await contextOf(tenant, question.guards, deps);
  const to = deps.now().getTime();
  const prepared = prepareLook({ ...question, from: to, to }, context);
  if (!prepared.ok) throw invalid(prepared.error.attr, prepared.error.message);
  const [fault] = prepared.value.faults;
  if (fault) throw invalid(fault.attr, fault.message);
}
