/** What a query read, as the engine reports it at the end of JSON formats. */
export interface ReadStatistics {
  readonly elapsedSeconds: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
}

const STATISTICS =
  /"statistics":\s*\{\s*"elapsed":\s*([\d.e+-]+),\s*"rows_read":\s*"?(\d+)"?,\s*"bytes_read":\s*"?(\d+)"?\s*\}\s*\}\s*$/;

/**
 * Statistics of a finished query, from the tail of its output: formats JSON, JSONCompact and their kin carry them.
 * Undefined for other formats, where this engine keeps no numbers.
 */
export function readStatistics(output: Uint8Array): ReadStatistics | undefined {
  const tail = Buffer.from(output.subarray(Math.max(0, output.length - 400))).toString("latin1");
  const found = STATISTICS.exec(tail);
  if (found === null) return undefined;
  return { elapsedSeconds: Number(found[1]), rowsRead: Number(found[2]), bytesRead: Number(found[3]) };
}
