import type { Select } from "@edgewise/core/sql/ast.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { engineError } from "../query/engine-error.ts";

const LIMITS = { maxExecutionSeconds: 20, maxMemoryBytes: 2 * 1024 ** 3, maxResultRows: 100_000 };

export type Row = readonly unknown[];

/** Rows of a query that a service builds itself; the printer binds the environment. Throws ApiError. */
export async function readRows(
  access: ProjectAccess,
  query: Select,
  deps: RegionDeps,
): Promise<readonly Row[]> {
  const compiled = compileQuery(query, {
    environmentId: access.environmentId,
    timezone: "UTC",
    weekStartDay: 0,
    hasPersonOverrides: true,
    now: deps.now().getTime(),
    limits: { defaultRows: null },
  });
  if (!compiled.ok) throw new Error(`a query of our own does not compile: ${compiled.error.message}`);
  return await readCompiled(compiled.value, deps);
}

/** Rows of SQL that is already printed. Throws ApiError. */
export async function readCompiled(query: CompiledSql, deps: RegionDeps): Promise<readonly Row[]> {
  const result = await deps.warehouse.query(query, LIMITS);
  if (!result.ok) throw engineError(result.error, LIMITS.maxExecutionSeconds);
  return result.value.rows;
}
