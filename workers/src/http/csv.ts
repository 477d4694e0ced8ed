/** Rows as CSV (RFC 4180) with a head of all their fields, in order of appearance. */
export function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [fields, ...rows.map((row) => fields.map((field) => row[field]))].map(csvLine).join("\r\n");
}

/** Cells as a line of CSV, without its end. */
export const csvLine = (cells: readonly unknown[]): string => cells.map(cellOf).join(",");

/** A cell that begins like a formula is made text: spreadsheets would run it. */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
