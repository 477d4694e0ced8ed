import { cohortSelect } from "@edgewise/core/cohorts/compile.ts";
import type { CohortNode } from "@edgewise/core/cohorts/definition.ts";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { EngineQuery, InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { call, field, select } from "@edgewise/core/sql/build.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { Engine } from "@edgewise/db/local/warehouse/engine/engine.ts";
import { EngineError } from "@edgewise/db/local/warehouse/engine/error.ts";
import { decodeJson } from "@edgewise/workers/src/adapters/warehouse/json-compact.ts";
import { renderLiterals } from "@edgewise/workers/src/adapters/warehouse/literals.ts";
import { PLAN_SETTINGS } from "@edgewise/workers/src/adapters/warehouse/plan-settings.ts";
import { SMALL_BLOCK } from "@edgewise/workers/src/services/query/small-block.ts";
import { DATABASE } from "../engine.ts";
import { DAYS, FIRST_DAY } from "./generate.ts";

const noText = { ok: false, error: { code: "syntax", message: "Insights only: no SQL text here." } } as const;

/** The generated project as the compiler sees it: the day after its last one is today. */
const CONTEXT: InsightContext = {
  environmentId: 1,
  timezone: "UTC",
  weekStartDay: 1,
  hasPersonOverrides: true,
  now: Date.parse(FIRST_DAY) + DAYS * 86_400_000,
  groupTypes: [],
  testAccountFilters: [],
  parser: { parseSelect: () => noText, parseExpr: () => noText },
};

/** A statement and the settings that the product gives the engine with it. */
export interface Statement {
  readonly sql: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Rows of one statement, as arrays. */
export async function rowsOf(engine: Engine, statement: Statement): Promise<readonly (readonly unknown[])[]> {
  return decodeJson(await text(engine, statement)).rows;
}

/** Milliseconds until the statement's whole answer is there. */
export async function timeOf(engine: Engine, statement: Statement): Promise<number> {
  const started = performance.now();
  await text(engine, statement);
  return performance.now() - started;
}

async function text(engine: Engine, { sql, settings: own }: Statement): Promise<string> {
  const settings = { output_format_json_quote_64bit_integers: "0", ...own };
  const { bytes } = await engine.execute({ database: DATABASE, sql, format: "JSONCompact", settings });
  return new TextDecoder().decode(bytes);
}

/** ClickHouse SQL as the product runs it, values in place. */
export interface Compiled extends Statement {
  readonly shape: (rows: readonly (readonly unknown[])[]) => JsonValue;
}

/** Compiles an insight as the API does. Throws when the product refuses it. */
export function compileInsight(query: JsonObject, more: Partial<InsightContext> = {}): Compiled {
  const prepared = prepareQuery(query, { ...CONTEXT, ...more });
  if (!prepared.ok) throw new Error(prepared.error.message);
  if (prepared.value.run === "none") throw new Error("This query asks no engine.");
  const { select: asked, limits, shape, smallBlocks }: EngineQuery = prepared.value;
  const compiled = compileQuery(asked, { ...CONTEXT, ...(limits ? { limits } : {}) });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const { columns, defaulted, sql } = compiled.value;
  const page = {
    ...(compiled.value.limit === undefined ? {} : { limit: compiled.value.limit }),
    columns,
    defaulted,
  };
  return {
    sql: renderLiterals(compiled.value),
    settings: { ...PLAN_SETTINGS, ...(smallBlocks ? { max_block_size: String(SMALL_BLOCK) } : {}) },
    shape: (rows) => shape({ ...page, rows, hogql: "", clickhouse: sql }).results ?? null,
  };
}

/** How many persons and IDs a cohort's conditions hold for, as the product computes its members. */
export function compileCohort(node: CohortNode): Compiled {
  const members = cohortSelect(node, { ...CONTEXT, definitions: new Map() });
  if (!members.ok) throw new Error(members.error.message);
  const counted = select({ select: [call("count"), call("uniqExact", field("id"))], from: members.value });
  const compiled = compileQuery(counted, { ...CONTEXT, limits: { defaultRows: null } });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const sql = renderLiterals(compiled.value);
  return { sql, settings: PLAN_SETTINGS, shape: ([row]) => (row ?? []).map(Number) };
}

const MEGABYTE = 1024 ** 2;
const MOST = 4 * 1024;

/** The smallest power of two of megabytes under which a statement runs; undefined when 4 GB are too few. */
export async function memoryOf(engine: Engine, { sql, settings }: Statement): Promise<number | undefined> {
  for (let megabytes = 32; megabytes <= MOST; megabytes *= 2) {
    const limit = { max_memory_usage: String(megabytes * MEGABYTE) };
    try {
      await text(engine, { sql, settings: { ...settings, ...limit } });
      return megabytes;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== MEMORY_LIMIT) throw error;
    }
  }
  return undefined;
}

const MEMORY_LIMIT = 241;
