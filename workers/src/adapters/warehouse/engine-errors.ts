import type { WarehouseError } from "../../ports/warehouse.ts";

/** ClickHouse error numbers that mean: this data can't be read as rows of this table. */
const BAD_ROW: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 131, 190, 321, 349, 376, 467, 469, 691,
]);
const TIMEOUT: ReadonlySet<number> = new Set([159, 160, 209]);
const MEMORY: ReadonlySet<number> = new Set([241, 173]);
const CANCELLED: ReadonlySet<number> = new Set([394]);
/** Trouble of the server rather than of the query. */
const UNAVAILABLE: ReadonlySet<number> = new Set([
  74, 75, 76, 77, 198, 202, 203, 210, 225, 236, 242, 243, 252, 279, 286, 298, 319, 341, 425, 439, 516, 999,
]);

/** ClickHouse's number in an error text, as `Code: 27. DB::Exception: …`. */
export function engineCodeOf(text: string): number | undefined {
  const match = /Code: (\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** First line of an engine's error without its stack and version. */
export function messageOf(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.replace(/\s*\(version [^)]*\)\s*$/, "").slice(0, 2000);
}

/** What an engine's refusal of a query means to the caller. */
export function queryError(status: number, text: string, code = engineCodeOf(text)): WarehouseError {
  return withCode(classify(status, code, "rejected"), text, code);
}

/**
 * What a refusal of an insert means. Only errors about data are `rejected`: anything else (a missing table, wrong
 * rights) is mended by an operator while the rows wait.
 */
export function insertError(status: number, text: string, code = engineCodeOf(text)): WarehouseError {
  if (code !== undefined && BAD_ROW.has(code)) return withCode("rejected", text, code);
  return withCode(classify(status, code, "unavailable"), text, code);
}

function classify(
  status: number,
  code: number | undefined,
  other: WarehouseError["code"],
): WarehouseError["code"] {
  if (status === 408 || (code !== undefined && TIMEOUT.has(code))) return "timeout";
  if (code === undefined) return status >= 400 && status < 500 && status !== 429 ? other : "unavailable";
  if (MEMORY.has(code)) return "memory";
  if (CANCELLED.has(code)) return "cancelled";
  return UNAVAILABLE.has(code) ? "unavailable" : other;
}

function withCode(
  code: WarehouseError["code"],
  text: string,
  engineCode: number | undefined,
): WarehouseError {
  return {
    code,
    message: messageOf(text) || "The warehouse refused the call.",
    ...(engineCode !== undefined && { engineCode }),
  };
}

/** What a failed fetch means: nothing is known about what the engine did. */
export function networkError(error: unknown): WarehouseError {
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError") return { code: "timeout", message: "The warehouse did not answer in time." };
  if (name === "AbortError") return { code: "cancelled", message: "The query was cancelled." };
  return {
    code: "unavailable",
    message: `The warehouse can't be reached: ${error instanceof Error ? error.message : error}`,
  };
}
