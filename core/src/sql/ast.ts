/**
 * The logical query AST: what insights build and what user SQL is parsed to.
 *
 * Node names follow the parser's. Everything is plain, immutable data; `span` is present only on nodes that came
 * from text. Builders are in `build.ts`.
 */

/** Where a node came from in the source text: character offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Node<Name extends string> {
  readonly node: Name;
  readonly span?: Span;
}

export type ConstantValue = string | number | bigint | boolean | null;

export interface Constant extends Node<"Constant"> {
  readonly value: ConstantValue;
}
/** A point in time, milliseconds since the epoch: bound as DateTime64(3, 'UTC'). Built only, never parsed. */
export interface Instant extends Node<"Instant"> {
  readonly ms: number;
}
/** `["properties", "$browser"]`, `["e", "timestamp"]`, `["*"]`, `["e", "*"]`. Numbers are tuple or array indexes. */
export interface Field extends Node<"Field"> {
  readonly chain: readonly (string | number)[];
}
/** `name(params)(args)`; `distinct` and `filter` only on aggregates. */
export interface Call extends Node<"Call"> {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly params?: readonly Expr[];
  readonly distinct?: boolean;
  readonly filter?: Expr;
  readonly orderBy?: readonly OrderExpr[];
}
export interface WindowFunction extends Node<"WindowFunction"> {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly params?: readonly Expr[];
  /** Inline window, or the name of one in the WINDOW clause. */
  readonly over: WindowExpr | string;
}
export interface WindowExpr extends Node<"WindowExpr"> {
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly OrderExpr[];
  readonly frame?: WindowFrame;
}
export interface WindowFrame {
  readonly method: "ROWS" | "RANGE";
  readonly start: FrameBound;
  readonly end?: FrameBound;
}
/** `value` undefined = UNBOUNDED (not used for CURRENT ROW). */
export interface FrameBound {
  readonly kind: "PRECEDING" | "FOLLOWING" | "CURRENT ROW";
  readonly value?: number;
}
export interface Alias extends Node<"Alias"> {
  readonly alias: string;
  readonly expr: Expr;
}
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export interface ArithmeticOperation extends Node<"ArithmeticOperation"> {
  readonly op: ArithmeticOperator;
  readonly left: Expr;
  readonly right: Expr;
}
export type CompareOperator =
  | "=="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "like"
  | "ilike"
  | "not like"
  | "not ilike"
  | "in"
  | "not in"
  | "=~"
  | "=~*"
  | "!~"
  | "!~*"
  | "in cohort"
  | "not in cohort";
/** Null-safe: always true or false (`in` and `not in` follow the engine). */
export interface CompareOperation extends Node<"CompareOperation"> {
  readonly op: CompareOperator;
  readonly left: Expr;
  readonly right: Expr;
}
export interface BetweenExpr extends Node<"BetweenExpr"> {
  readonly expr: Expr;
  readonly low: Expr;
  readonly high: Expr;
  readonly negated: boolean;
}
/** Empty = true. */
export interface And extends Node<"And"> {
  readonly exprs: readonly Expr[];
}
/** Empty = false. */
export interface Or extends Node<"Or"> {
  readonly exprs: readonly Expr[];
}
export interface Not extends Node<"Not"> {
  readonly expr: Expr;
}
export interface ArrayExpr extends Node<"Array"> {
  readonly exprs: readonly Expr[];
}
export interface Tuple extends Node<"Tuple"> {
  readonly exprs: readonly Expr[];
}
export interface Dict extends Node<"Dict"> {
  readonly items: readonly (readonly [Expr, Expr])[];
}
export interface ArrayAccess extends Node<"ArrayAccess"> {
  readonly array: Expr;
  readonly property: Expr;
  readonly nullish?: boolean;
}
export interface TupleAccess extends Node<"TupleAccess"> {
  readonly tuple: Expr;
  readonly index: number;
}
/** `x::int`, `CAST(x AS int)`, `TRY_CAST(…)`: a value that can't be converted becomes NULL. */
export interface TypeCast extends Node<"TypeCast"> {
  readonly expr: Expr;
  readonly type: string;
}
export interface Lambda extends Node<"Lambda"> {
  readonly args: readonly string[];
  readonly expr: Expr;
}
/** `* EXCLUDE (a)`, `COLUMNS('re')`: only in a select list. */
export interface ColumnsExpr extends Node<"ColumnsExpr"> {
  readonly table?: string;
  readonly exclude: readonly string[];
  readonly regex?: string;
}
/** `{name}`, `{filters.dateRange.from}`, `{variables.x}`. Must be filled (`placeholders.ts`) before compiling. */
export interface Placeholder extends Node<"Placeholder"> {
  readonly chain: readonly string[];
}

export type Expr =
  | Constant
  | Instant
  | Field
  | Call
  | WindowFunction
  | Alias
  | ArithmeticOperation
  | CompareOperation
  | BetweenExpr
  | And
  | Or
  | Not
  | ArrayExpr
  | Tuple
  | Dict
  | ArrayAccess
  | TupleAccess
  | TypeCast
  | Lambda
  | ColumnsExpr
  | Placeholder
  | Select;

export interface OrderExpr extends Node<"OrderExpr"> {
  readonly expr: Expr;
  readonly order: "ASC" | "DESC";
  readonly nulls?: "FIRST" | "LAST";
  readonly fill?: { readonly from?: Expr; readonly to?: Expr; readonly step?: Expr };
}

export interface LimitByExpr extends Node<"LimitByExpr"> {
  readonly n: number;
  readonly offset?: number;
  readonly exprs: readonly Expr[];
}

export interface Cte extends Node<"CTE"> {
  readonly name: string;
  /** `subquery`: `name AS (select …)`; `column`: `expr AS name`. */
  readonly value:
    | {
        readonly kind: "subquery";
        readonly query: Select;
        /** `name(a, b) AS …`: names of the query's columns. */
        readonly columns?: readonly string[];
        /** The query is a union whose later members read the CTE itself. */
        readonly recursive?: boolean;
      }
    | { readonly kind: "column"; readonly expr: Expr };
}

export interface SampleExpr extends Node<"SampleExpr"> {
  /** Share of the rows, 0 < ratio <= 1. */
  readonly ratio: number;
}

/** `name` or `name(args)`; the tables are in `schema/`. */
export interface TableRef extends Node<"TableRef"> {
  readonly name: string;
  readonly args?: readonly Expr[];
}
export interface ValuesQuery extends Node<"ValuesQuery"> {
  readonly rows: readonly (readonly Expr[])[];
  readonly columns?: readonly string[];
}

export type JoinType =
  | "INNER JOIN"
  | "LEFT JOIN"
  | "RIGHT JOIN"
  | "FULL JOIN"
  | "CROSS JOIN"
  | "ANY INNER JOIN"
  | "ANY LEFT JOIN"
  | "ANY RIGHT JOIN"
  | "SEMI LEFT JOIN"
  | "SEMI RIGHT JOIN"
  | "ANTI LEFT JOIN"
  | "ANTI RIGHT JOIN"
  | "ASOF INNER JOIN"
  | "ASOF LEFT JOIN";

/** One table of a FROM clause; the first of a list has no `joinType`. */
export interface JoinExpr extends Node<"JoinExpr"> {
  readonly table: TableRef | ValuesQuery | Select;
  readonly alias?: string;
  readonly joinType?: JoinType;
  readonly on?: Expr;
  readonly using?: readonly string[];
  readonly sample?: SampleExpr;
}

export interface ArrayJoin {
  readonly left: boolean;
  readonly items: readonly Alias[];
}

export type GroupByMode = "plain" | "all" | "rollup" | "cube" | "grouping sets";

export interface SelectQuery extends Node<"SelectQuery"> {
  readonly ctes?: readonly Cte[];
  readonly select: readonly Expr[];
  readonly distinct?: boolean;
  /** FROM and its joins, in order. */
  readonly from?: readonly JoinExpr[];
  readonly arrayJoin?: ArrayJoin;
  readonly prewhere?: Expr;
  readonly where?: Expr;
  readonly groupBy?: readonly Expr[];
  readonly groupByMode?: GroupByMode;
  readonly having?: Expr;
  readonly qualify?: Expr;
  readonly windows?: Readonly<Record<string, WindowExpr>>;
  readonly orderBy?: readonly OrderExpr[];
  readonly limitBy?: LimitByExpr;
  readonly limit?: number;
  readonly limitWithTies?: boolean;
  readonly offset?: number;
}

export type SetOperator =
  | "UNION ALL"
  | "UNION DISTINCT"
  | "INTERSECT"
  | "INTERSECT DISTINCT"
  | "EXCEPT"
  | "EXCEPT DISTINCT";

export interface SelectSetQuery extends Node<"SelectSetQuery"> {
  readonly first: Select;
  readonly rest: readonly { readonly op: SetOperator; readonly query: Select }[];
}

export type Select = SelectQuery | SelectSetQuery;
