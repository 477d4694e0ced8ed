import type * as z from "zod";
import type { JsonObject, JsonValue } from "../events/types.ts";
import type { ExperimentDefinition } from "../experiments/definition.ts";
import type { Expr, Select } from "../sql/ast.ts";
import type { CompileContext, QueryLimits } from "../sql/context.ts";
import type { SqlError } from "../sql/error.ts";
import type { InsightResult } from "./error.ts";
import type { SampledData } from "./weights.ts";

/** Turns text into the query AST; the Worker's WebAssembly parser, passed in because core has none. */
export interface QueryParser {
  parseSelect(text: string): ParserResult<Select>;
  parseExpr(text: string): ParserResult<Expr>;
}
export type ParserResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SqlError };

/** What a query kind may know while compiling: the SQL context and the project's settings. */
export interface InsightContext extends CompileContext {
  readonly parser: QueryParser;
  /** Property filters of the project that `filterTestAccounts` adds. */
  readonly testAccountFilters: readonly JsonValue[];
  /** Experiments that the query names, by number. */
  readonly experiments?: ReadonlyMap<number, ExperimentDefinition>;
  /** The project's views; `views` and `variables` of the SQL context come from what is stored. */
  readonly savedViews?: readonly SavedView[];
  /** Time of the environment's first event (ms); known when the query uses the date `all`. */
  readonly earliestEvent?: number;
  /** What of the environment's events is a sample; absent: nothing. */
  readonly sampled?: SampledData;
  /** Only events of which nothing is missing are read (`people.ts`). */
  readonly onlyWhole?: true;
  /** Comparison periods in whole weeks: a month is 4, a year 52. */
  readonly fourWeekMonths?: boolean;
}

/** SQL of a project that its other SQL reads as a table. */
export interface SavedView {
  readonly name: string;
  /** A SELECT as text. */
  readonly query: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Its stored result, which is read instead of computing it. */
  readonly stored?: StoredView;
}

/** Rows of a materialised view in the warehouse, with the engine's types of their values. */
export interface StoredView {
  readonly id: string;
  readonly run: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** One query of the engine and how its rows become the answer. */
export interface EngineQuery {
  readonly run: "query";
  readonly select: Select;
  /** Row limits for the printer; insights bound themselves and pass `defaultRows: null`. */
  readonly limits?: Partial<QueryLimits>;
  readonly shape: (rows: EngineRows) => JsonObject;
  /** A further query that these rows turn out to need; its `shape` answers in place of this one's. */
  readonly next?: (rows: EngineRows) => InsightResult<EngineQuery | undefined>;
  /** What the shape reads beside the rows: a cached answer is of no use once it differs. */
  readonly depends?: JsonValue;
  /** Actors are many and each one's arrays are worked on: blocks small enough for all of the engine's threads. */
  readonly smallBlocks?: true;
  /** The answer is the shape alone, computed anew each time: nothing of the cache around it. */
  readonly bare?: true;
  /** Fields for the envelope that don't depend on the rows, e.g. `resolved_date_range`. */
  readonly envelope?: JsonObject;
}

/** An answer that needs no engine: schema, metadata. Never cached. */
export interface DirectAnswer {
  readonly run: "none";
  readonly response: JsonObject;
}
export type Prepared = EngineQuery | DirectAnswer;

/** What the engine returned, and the texts of the query for answers that echo them. */
export interface EngineRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** The query in the query language, as anyone can run it in the SQL editor. */
  readonly hogql: string;
  /** The ClickHouse SQL that ran. */
  readonly clickhouse: string;
  /** LIMIT in effect; with `defaulted` one row more was read, to know whether there are more. */
  readonly limit?: number;
  readonly offset?: number;
  readonly defaulted: boolean;
}

/** One kind of `POST /query/`. `Query` is what its schema yields. */
export interface QueryKind<Query> {
  readonly kind: string;
  readonly schema: z.ZodType<Query>;
  readonly compile: (query: Query, context: InsightContext) => InsightResult<Prepared>;
}

/** A query kind with its own types folded away, as the registry holds it. */
export interface RegisteredKind {
  readonly kind: string;
  readonly prepare: (input: JsonObject, context: InsightContext) => InsightResult<Prepared>;
}
