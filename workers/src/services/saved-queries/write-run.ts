import type { JsonObject } from "@edgewise/core/events/types.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import type { CompiledQuery } from "@edgewise/core/sql/compile.ts";
import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import { noRows, STORED_ROW, storedRows } from "@edgewise/core/sql/stored-view/insert.ts";
import type { SavedQueryRow } from "@edgewise/db/mysql/repos/saved-queries.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import type { Result, WarehouseError } from "../../ports/warehouse.ts";
import { asApiError, compileFor, QUERY_LIMITS } from "../query/compute.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { engineError } from "../query/engine-error.ts";
import { projectContext } from "../query/project-context.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** Rows a materialised view may hold, and bytes of them. */
const MOST_ROWS = 1_000_000;
const MOST_BYTES = 512 * 1024 ** 2;
/** The same where rows must travel, since the engine can't insert what it selects (Tinybird). */
const MOST_TRAVELLING = 100_000;
const MOST_CHARACTERS = 64_000_000;
const ROWS_A_BATCH = 20_000;

interface Column {
  readonly name: string;
  readonly type: string;
}

interface Written {
  readonly columns: readonly Column[];
  readonly count: number;
}

interface Target {
  readonly environmentId: number;
  readonly viewId: string;
  readonly run: number;
}

/**
 * Computes a view and writes its rows as a run that nobody reads yet: within the engine where it can, as one query of
 * the project. Throws ApiError; rows may be there then.
 */
export async function writeRun(
  tenant: QueryTenant,
  view: SavedQueryRow,
  run: number,
  deps: RegionDeps,
  signal?: AbortSignal,
): Promise<Written> {
  const query: JsonObject = { kind: "HogQLQuery", query: view.query };
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(query, tenant, deps)]);
  const context = await projectContext(engine, tenant, definitions, deps.now().getTime(), false);
  const prepared = prepareQuery(query, context);
  if (!prepared.ok) throw asApiError(prepared.error.code, prepared.error.message, prepared.error.attr);
  if (prepared.value.run === "none") throw new ApiError("invalid_input", "This query has no rows.");
  const limits = { defaultRows: null, maxRows: MOST_ROWS + 1 };
  const compiled = compileFor({ ...prepared.value, limits }, context);
  const target = { environmentId: tenant.environmentId, viewId: view.id, run };
  const options = { ...QUERY_LIMITS, ...(signal ? { signal } : {}) };
  const turn = <Value>(work: () => Promise<Result<Value, WarehouseError>>) =>
    engine.turns.run(tenant, work, { counts: true });
  const queryId = `edgewise-${tenant.environmentId}-${deps.newId()}`;
  const rows = storedRows(compiled, { ...target, id: view.id, most: MOST_ROWS + 1 });
  const inserted = taken(await turn(() => deps.warehouse.refill(STORED_ROW, rows, { ...options, queryId })));
  if (inserted) {
    const { columns } = taken(await deps.warehouse.query(noRows(compiled), options));
    return { columns: namesOf(columns, compiled), count: await countOf(target, deps) };
  }
  const travelling = { ...prepared.value, limits: { ...limits, maxRows: MOST_TRAVELLING + 1 } };
  const found = taken(
    await turn(() =>
      deps.warehouse.query(compileFor(travelling, context), { ...options, utcTimes: true, queryId }),
    ),
  );
  if (found.rows.length > MOST_TRAVELLING) throw tooMany(MOST_TRAVELLING);
  await sendRows(target, found.rows, deps);
  return { columns: namesOf(found.columns, compiled), count: found.rows.length };
}

function taken<Value>(result: Result<Value, WarehouseError>): Value {
  if (result.ok) return result.value;
  throw engineError(result.error, QUERY_LIMITS.maxExecutionSeconds);
}

const tooMany = (most: number): ApiError =>
  new ApiError(
    "invalid_input",
    `A materialised view holds ${most.toLocaleString("en")} rows at most: aggregate, or leave it computed when read.`,
  );
const tooLarge = (): ApiError =>
  new ApiError("invalid_input", "The rows are too large to be stored: leave out columns, or aggregate.");

/** Columns are called as the query calls them, with the engine's types. */
const namesOf = (types: readonly Column[], { columns }: CompiledQuery): Column[] =>
  types.map(({ name, type }, index) => ({ name: columns[index]?.name ?? name, type }));

async function countOf({ environmentId, viewId, run }: Target, deps: RegionDeps): Promise<number> {
  const question: CompiledSql = {
    sql: "SELECT count(), sum(length(cells)) FROM view_rows WHERE environment_id = {p0:UInt32} AND view_id = {p1:String} AND run = {p2:UInt64}",
    params: {
      p0: { type: "UInt32", value: environmentId },
      p1: { type: "String", value: viewId },
      p2: { type: "UInt64", value: run },
    },
  };
  const [row] = taken(await deps.warehouse.query(question)).rows;
  const [count = 0, bytes = 0] = (row ?? []).map(Number);
  if (count > MOST_ROWS) throw tooMany(MOST_ROWS);
  if (bytes > MOST_BYTES) throw tooLarge();
  return count;
}

async function sendRows(
  { environmentId, viewId, run }: Target,
  rows: readonly (readonly unknown[])[],
  deps: RegionDeps,
): Promise<void> {
  let characters = 0;
  for (let at = 0; at < rows.length; at += ROWS_A_BATCH) {
    const lines = rows.slice(at, at + ROWS_A_BATCH).map((row, index) => {
      const cells = JSON.stringify(row);
      characters += cells.length;
      return JSON.stringify({
        environment_id: environmentId,
        view_id: viewId,
        run,
        number: at + index,
        cells,
      });
    });
    if (characters > MOST_CHARACTERS) throw tooLarge();
    const key = `view:${viewId}:${run}:${at}`;
    taken(await deps.warehouse.insert("view_rows", lines.join("\n"), key));
  }
}
