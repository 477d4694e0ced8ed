import type { Result } from "../sql/result.ts";

/** Whom a file names, by what its column holds. */
export interface ListedPeople {
  readonly by: "person_id" | "distinct_id" | "email";
  readonly values: readonly string[];
}

const COLUMNS: readonly (readonly [ListedPeople["by"], RegExp])[] = [
  ["person_id", /^(person[ _.-]?(id|uuid)|uuid|id)$/i],
  ["distinct_id", /^distinct[ _-]?ids?$/i],
  ["email", /^e-?mail([ _-]?address)?$/i],
];

/**
 * People of an uploaded CSV: the column `person_id`, else `distinct_id`, else `email`; a file of one column without such
 * a head is a list of distinct IDs. Empty cells are left out, values are listed once. Fails with a message that says
 * what the file must look like.
 */
export function readPeopleCsv(text: string): Result<ListedPeople, string> {
  const rows = readCsv(text).filter((row) => row.some((cell) => cell.trim() !== ""));
  const [head] = rows;
  if (!head) return { ok: false, error: "The CSV file is empty." };
  for (const [by, pattern] of COLUMNS) {
    const index = head.findIndex((cell) => pattern.test(cell.trim()));
    if (index >= 0) return listed(by, rows.slice(1), index);
  }
  if (rows.every((row) => row.length === 1)) return listed("distinct_id", rows, 0);
  const found = head.map((cell) => JSON.stringify(cell)).join(", ");
  return {
    ok: false,
    error: `The CSV file needs a column "person_id", "distinct_id" or "email" in its first line; found ${found}.`,
  };
}

function listed(
  by: ListedPeople["by"],
  rows: readonly string[][],
  index: number,
): Result<ListedPeople, string> {
  const values = [...new Set(rows.map((row) => (row[index] ?? "").trim()).filter((cell) => cell !== ""))];
  return values.length > 0
    ? { ok: true, value: { by, values } }
    : { ok: false, error: `The CSV file has no values in its column "${by}".` };
}

/** Rows of cells (RFC 4180; semicolons or tabs when the first line has no comma). */
function readCsv(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, "");
  const first = source.split(/\r?\n/, 1)[0] ?? "";
  const comma = first.includes(",") ? "," : first.includes("\t") ? "\t" : ";";
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (quoted) {
      if (char === '"' && source[at + 1] === '"') cell += source[++at];
      else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === comma) endCell();
    else if (char === "\n") endRow();
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}
