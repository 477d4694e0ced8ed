import type { SqlParam, SqlParamValue } from "./compiled.ts";

/** A value to bind; numbered only when the whole query is flattened, so numbers follow the text. */
interface Bound {
  readonly type: string;
  readonly value: SqlParamValue;
}

/** SQL text under construction: text, bound values and nested fragments. */
export type Sql = string | Bound | readonly Sql[];

/** Template tag: interpolations are fragments (text is trusted, so only printer code may pass plain strings). */
export function sql(strings: TemplateStringsArray, ...values: readonly Sql[]): Sql {
  return strings.flatMap((text, index) => (index < values.length ? [text, values[index] ?? ""] : [text]));
}

export const bound = (type: string, value: SqlParamValue): Bound => ({ type, value });

export function joinSql(parts: readonly Sql[], separator: string): Sql {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

/** Length at which a query is refused: expansion of aliases and stars can't grow without bound. */
const MAX_SQL_LENGTH = 1_000_000;

/** Text with `{p0:Type}` placeholders; equal values share one parameter. Null when longer than {@link MAX_SQL_LENGTH}. */
export function flatten(fragment: Sql): { sql: string; params: Record<string, SqlParam> } | null {
  const params: Record<string, SqlParam> = {};
  const names = new Map<string, string>();
  const text: string[] = [];
  let length = 0;
  const push = (part: string): void => {
    length += part.length;
    if (length <= MAX_SQL_LENGTH) text.push(part);
  };
  const walk = (part: Sql): void => {
    if (length > MAX_SQL_LENGTH) return;
    if (typeof part === "string") push(part);
    else if (isBound(part)) push(`{${nameOf(part, names, params)}:${part.type}}`);
    else for (const child of part) walk(child);
  };
  walk(fragment);
  return length > MAX_SQL_LENGTH ? null : { sql: text.join(""), params };
}

function isBound(part: Bound | readonly Sql[]): part is Bound {
  return !Array.isArray(part);
}

function nameOf(value: Bound, names: Map<string, string>, params: Record<string, SqlParam>): string {
  const key = `${value.type}\0${JSON.stringify(value.value)}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = `p${names.size}`;
  names.set(key, name);
  params[name] = { type: value.type, value: value.value };
  return name;
}

/**
 * An identifier as ClickHouse reads it, quoted unless it is plain. Braces become parentheses: inside a name they could
 * pass for a placeholder.
 */
export function ident(wanted: string): string {
  const name = wanted.toWellFormed().replaceAll("{", "(").replaceAll("}", ")").replaceAll("\0", " ");
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase())) return name;
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

const RESERVED = new Set(
  (
    "all and anti any array as asc asof between by case cast cross cube desc distinct else end escape except exists " +
    "false final first format from full global group grouping having if ilike in inf inner intersect interval into is " +
    "join last left like limit nan not null nulls offset on or order outer over partition prewhere qualify recursive " +
    "right rollup sample select semi sets settings table then ties to totals true union using values when where window with"
  ).split(" "),
);
