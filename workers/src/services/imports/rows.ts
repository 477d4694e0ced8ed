import type { JsonObject } from "@edgewise/core/events/types.ts";
import { parquetReadObjects } from "hyparquet";
import type { Manifest } from "../exports/manifest.ts";

/** The rows of an exported file; bytes, times and large numbers as NDJSON has them. */
export async function rowsOf(bytes: ArrayBuffer, format: Manifest["format"]): Promise<JsonObject[]> {
  if (format === "ndjson") {
    const text = new TextDecoder().decode(bytes).trimEnd();
    return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as JsonObject);
  }
  if (bytes.byteLength === 0) return [];
  const rows = await parquetReadObjects({ file: bytes });
  return rows.map((row) => JSON.parse(JSON.stringify(row, plain)) as JsonObject);
}

const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

/** A time as exports write it: ISO, or ClickHouse's own text, which is UTC. NaN for none. */
export function timeOf(value: unknown): number {
  const text = String(value);
  return Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
}
