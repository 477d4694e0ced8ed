import type { Expr, Select, Span, WindowExpr } from "../ast.ts";
import type { CompileContext, QueryLimits } from "../context.ts";
import { SqlProblem } from "../error.ts";
import type { Sql } from "../fragment.ts";
import { nearest } from "../functions/lookup.ts";
import type { Lowered } from "../types.ts";

/** One output column of a select. */
export interface OutputColumn {
  /** As the language names it. */
  readonly name: string;
  /** As ClickHouse names it. */
  readonly printed: string;
  readonly lowered: Lowered;
}

export interface LoweredSelect {
  readonly sql: Sql;
  readonly columns: readonly OutputColumn[];
  readonly limit?: number;
  readonly offset?: number;
  /** True when the default limit was added. */
  readonly defaulted: boolean;
}

/** Something a FROM clause offers. */
export interface Source {
  /** Names it can be addressed by: alias, or the table's own name. */
  readonly names: readonly string[];
  has(name: string): boolean;
  resolve(chain: readonly (string | number)[], span: Span | undefined): Lowered;
  /** Columns of `*`. */
  star(): readonly { readonly name: string; readonly lowered: Lowered }[];
  fieldNames(): readonly string[];
  /** FROM item, after every field was resolved. */
  print(): Sql;
  /** Tenant filter that belongs into the WHERE of the select that scans it. */
  filter(): Sql | null;
}

export type CteEntry =
  | { readonly kind: "subquery"; readonly printed: string; readonly columns: readonly OutputColumn[] }
  | { readonly kind: "column"; readonly expr: Expr };

export interface AliasEntry {
  readonly expr: Expr;
  /** Contains an aggregate or window function. */
  readonly aggregate: boolean;
  state: "new" | "busy" | Lowered;
}

/** What names mean at one place of a query. */
export interface Scope {
  readonly sources: Source[];
  readonly aliases: Map<string, AliasEntry>;
  /** Lambda arguments and array-join names. */
  readonly locals: ReadonlyMap<string, Lowered>;
  readonly ctes: ReadonlyMap<string, CteEntry>;
  readonly windows: Readonly<Record<string, WindowExpr>>;
  /** Names joined by USING: the first source answers. */
  readonly using: Set<string>;
  /** Aliases of aggregates don't hide columns here (WHERE, arguments of aggregates). */
  readonly rowLevel: boolean;
  /** Property definitions don't apply here. */
  readonly untyped: boolean;
}

export const emptyScope = (ctes: ReadonlyMap<string, CteEntry>): Scope => ({
  sources: [],
  aliases: new Map(),
  locals: new Map(),
  ctes,
  windows: {},
  using: new Set(),
  rowLevel: false,
  untyped: false,
});

/** The recursive compiler as its parts see it. */
export interface Lowering {
  readonly context: CompileContext;
  readonly limits: QueryLimits;
  expr(expr: Expr, scope: Scope): Lowered;
  select(query: Select, ctes: ReadonlyMap<string, CteEntry>, top?: boolean): LoweredSelect;
  /** The rows of a view of the project, which sees nothing of the query around it; undefined: there is none. */
  view(name: string, span: Span | undefined): LoweredSelect | undefined;
  /** A table alias that no name of the query or of a warehouse table (but `own`) collides with. */
  unique(wanted: string, own?: string): string;
  /** Logical tables that were read. */
  readonly tables: Set<string>;
}

export function unknownField(chain: readonly (string | number)[], scope: Scope, span?: Span): SqlProblem {
  const wanted = String(chain[0]);
  const known = scope.sources.flatMap((source) => [...source.fieldNames(), ...source.names]);
  const near = nearest(wanted, [...known, ...scope.aliases.keys()]);
  const hint = near === undefined ? "" : `. Perhaps you meant '${near}'`;
  return new SqlProblem("unknown_field", `Unable to resolve field: ${chain.join(".")}${hint}`, span, near);
}
