const MAX_CELL = 200;

/** Rows as text that people and language models read: a header and one line a row, cells separated by `|`. */
export function textTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  truncate: boolean,
): string {
  const line = (cells: readonly string[]) => cells.join("|");
  const body = rows.map((row) => line(row.map((value) => cell(value, truncate))));
  return [line(columns), ...body].join("\n");
}

function cell(value: unknown, truncate: boolean): string {
  const text =
    value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const oneLine = text.replaceAll(/[\r\n]+/g, " ").replaceAll("|", "\\|");
  return truncate && oneLine.length > MAX_CELL ? `${oneLine.slice(0, MAX_CELL)}…` : oneLine;
}
