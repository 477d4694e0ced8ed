import type { FieldPacket } from "mysql2";

/** A result column as PlanetScale's protocol describes it: Vitess type names. */
export interface PsdbField {
  readonly name: string;
  readonly type: string;
  readonly table?: string;
  readonly orgTable?: string;
  readonly database?: string;
  readonly orgName?: string;
  readonly columnLength?: number;
  readonly charset?: number;
  readonly flags?: number;
  readonly decimals?: number;
}

const UNSIGNED = 32;
const ENUM = 256;
const SET = 2048;
const BINARY_CHARSET = 63;

/** MySQL's protocol number → Vitess type, and its name for binary strings where that differs. */
const TYPES: Readonly<Record<number, string | readonly [text: string, binary: string]>> = {
  0: "DECIMAL",
  1: "INT8",
  2: "INT16",
  3: "INT32",
  4: "FLOAT32",
  5: "FLOAT64",
  6: "NULL",
  7: "TIMESTAMP",
  8: "INT64",
  9: "INT24",
  10: "DATE",
  11: "TIME",
  12: "DATETIME",
  13: "YEAR",
  15: ["VARCHAR", "VARBINARY"],
  16: "BIT",
  245: "JSON",
  246: "DECIMAL",
  247: "ENUM",
  248: "SET",
  249: ["TEXT", "BLOB"],
  250: ["TEXT", "BLOB"],
  251: ["TEXT", "BLOB"],
  252: ["TEXT", "BLOB"],
  253: ["VARCHAR", "VARBINARY"],
  254: ["CHAR", "BINARY"],
  255: "GEOMETRY",
};

/** Vitess type name of a column. MariaDB's JSON is text that says so in its extended metadata. */
export function vitessType(field: FieldPacket): string {
  const flags = Number(field.flags);
  if (field.extendedFormat === "json") return "JSON";
  if ((flags & ENUM) !== 0) return "ENUM";
  if ((flags & SET) !== 0) return "SET";
  const type = TYPES[field.columnType ?? field.type ?? 253] ?? "VARCHAR";
  if (typeof type !== "string") return field.characterSet === BINARY_CHARSET ? type[1] : type[0];
  return type.startsWith("INT") && (flags & UNSIGNED) !== 0 ? `U${type}` : type;
}

/** The column as it stands in an answer; empty parts are left out, as PlanetScale does. */
export function psdbField(field: FieldPacket): PsdbField {
  const type = vitessType(field);
  return {
    name: field.name,
    type,
    ...(field.table ? { table: field.table } : {}),
    ...(field.orgTable ? { orgTable: field.orgTable } : {}),
    ...(field.schema ? { database: field.schema } : {}),
    ...(field.orgName ? { orgName: field.orgName } : {}),
    ...(field.columnLength ? { columnLength: field.columnLength >>> 0 } : {}),
    charset: type === "JSON" ? BINARY_CHARSET : (field.characterSet ?? BINARY_CHARSET),
    ...(Number(field.flags) ? { flags: Number(field.flags) } : {}),
    ...(field.decimals ? { decimals: field.decimals } : {}),
  };
}

export interface PsdbRow {
  /** Byte length of each value, "-1" for NULL. */
  readonly lengths: readonly string[];
  /** All values one after the other, in base64. */
  readonly values?: string;
}

/** One row of raw column bytes. */
export function psdbRow(values: readonly (Buffer | null)[]): PsdbRow {
  const present = values.filter((value) => value !== null);
  return {
    lengths: values.map((value) => String(value?.length ?? -1)),
    ...(present.length > 0 ? { values: Buffer.concat(present).toString("base64") } : {}),
  };
}
