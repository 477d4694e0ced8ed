import type { CompiledSql, SqlParam, SqlParamValue } from "@edgewise/core/sql/compiled.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
};

/** A ClickHouse string literal. */
export function stringLiteral(text: string): string {
  return `'${text.toWellFormed().replace(/[\\'\n\r\t\0\b\f]/g, (char) => ESCAPES[char]!)}'`;
}

/** A value as it stands in an array literal or alone. */
function literal(value: SqlParamValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  return `[${value.map(literal).join(", ")}]`;
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return String(value);
}

/**
 * A parameter in the text form of ClickHouse's HTTP interface (`param_x`): a bare value in escaped TSV form, arrays as
 * literals.
 */
export function paramText({ value }: SqlParam): string {
  if (value === null) return "\\N";
  if (typeof value === "string")
    return value.toWellFormed().replace(/[\\\n\r\t\0\b\f]/g, (char) => ESCAPES[char]!);
  return typeof value === "boolean" ? (value ? "1" : "0") : literal(value);
}

/** The query with its placeholders `{p0:Type}` replaced by escaped literals, for engines that bind nothing. */
export function renderLiterals({ sql, params }: CompiledSql): string {
  return sql.replace(/\{(\w+):[^{}]*\}/g, (placeholder, name: string) => {
    const param = Object.hasOwn(params, name) ? params[name] : undefined;
    return param === undefined ? placeholder : `CAST(${literal(param.value)}, ${stringLiteral(param.type)})`;
  });
}
