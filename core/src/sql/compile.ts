import type { Expr, Select } from "./ast.ts";
import type { CompiledSql } from "./compiled.ts";
import { type CompileContext, DEFAULT_LIMITS } from "./context.ts";
import { type SqlError, SqlProblem } from "./error.ts";
import { flatten } from "./fragment.ts";
import { lowerExpr } from "./lower/expr.ts";
import type { CteEntry, Lowering, Scope } from "./lower/scope.ts";
import { lowerSelect } from "./lower/select.ts";
import { viewReader } from "./lower/view.ts";
import { reservedNames } from "./reserved-names.ts";
import type { Result } from "./result.ts";
import { PHYSICAL_TABLES } from "./schema/registry.ts";
import type { SqlType } from "./types.ts";

export interface CompiledQuery extends CompiledSql {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  /** LIMIT in effect; with `defaulted` the SQL reads one row more, to know whether there are more. */
  readonly limit?: number;
  readonly offset?: number;
  readonly defaulted: boolean;
  /** Logical tables that were read, sorted. */
  readonly tables: readonly string[];
}

/** Nodes a query may have after expansion of stars and expression CTEs. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 400;

/**
 * ClickHouse SQL of a query for one tenant. Every table scan carries the tenant's filter; every text and number
 * is a bound parameter.
 */
export function compileQuery(query: Select, context: CompileContext): Result<CompiledQuery, SqlError> {
  return guarded(() => {
    const low = createLowering(query, context);
    const lowered = low.select(query, new Map(), true);
    const printed = flatten(lowered.sql);
    if (!printed) throw new SqlProblem("too_complex", "The query is too long once its names are resolved.");
    const { limit, offset, defaulted } = lowered;
    return {
      ...printed,
      columns: lowered.columns.map(({ name, lowered: { type } }) => ({ name, type })),
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
      defaulted,
      tables: [...low.tables].sort(),
    };
  });
}

function guarded<T>(run: () => T): Result<T, SqlError> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof SqlProblem) return { ok: false, error: error.error };
    throw error;
  }
}

function createLowering(query: Select, context: CompileContext): Lowering {
  checkContext(context);
  const used = new Set(reservedNames(query));
  const taken = new Set<string>();
  let nodes = 0;
  let depth = 0;
  const nested = <T>(run: () => T): T => {
    if (++nodes > MAX_NODES) throw new SqlProblem("too_complex", "The query has too many expressions.");
    if (++depth > MAX_DEPTH) throw new SqlProblem("too_complex", "The query is nested too deeply.");
    const value = run();
    depth--;
    return value;
  };
  const low: Lowering = {
    context,
    limits: { ...DEFAULT_LIMITS, ...context.limits },
    tables: new Set(),
    expr: (expr: Expr, scope: Scope) => nested(() => lowerExpr(low, expr, scope)),
    select: (select: Select, ctes: ReadonlyMap<string, CteEntry>, top = false) =>
      nested(() => lowerSelect(low, select, ctes, top)),
    view: viewReader(
      () => low,
      (select) => {
        for (const name of reservedNames(select)) used.add(name);
      },
    ),
    unique: (wanted, own) =>
      uniqueName(wanted, (name) => used.has(name) || (name !== own && isPhysical(name)), taken),
  };
  return low;
}

/** A printed table alias: never the name of anything else in the query or of a warehouse table. */
function uniqueName(wanted: string, used: (name: string) => boolean, taken: Set<string>): string {
  const plain = wanted.replaceAll(/[^A-Za-z0-9_]/g, "_").slice(0, 60);
  const base = /^[A-Za-z_]/.test(plain) ? plain : `t_${plain}`;
  for (let index = 0; ; index++) {
    const name = index === 0 ? base : `${base}_${index}`;
    if (used(name) || taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

const isPhysical = (name: string): boolean => PHYSICAL_TABLES.has(name);

function checkContext({ environmentId, timezone }: CompileContext): void {
  if (!Number.isInteger(environmentId) || environmentId <= 0 || environmentId > 4_294_967_295) {
    throw new Error(`Environment ${environmentId} is not a tenant.`);
  }
  if (!/^[A-Za-z0-9_+\-/]{1,64}$/.test(timezone))
    throw new Error(`Time zone ${timezone} is not an IANA name.`);
}
