import type { Result, WarehouseError } from "../../ports/warehouse.ts";

export interface Poisoned {
  /** The row as it was sent, without its newline. */
  readonly row: string;
  readonly reason: string;
}

export type Insert = (ndjson: string, part: string) => Promise<Result<void, WarehouseError>>;

/** Rows that may be refused one by one before any is accepted: then it is not the rows that are wrong. */
const GIVE_UP_AFTER = 40;

/**
 * Inserts the rows of a refused batch by halves until the poisoned rows stand alone. Parts are named by their path
 * (`l`, `lr`, …), so a repetition after a crash sends the same parts under the same names.
 * An error that is no refusal ends it: the whole batch is tried again later. When everything is refused the schema
 * rather than a row is at fault, which ends it too.
 */
export async function bisect(
  rows: readonly string[],
  insert: Insert,
): Promise<Result<Poisoned[], WarehouseError>> {
  const poisoned: Poisoned[] = [];
  let accepted = 0;
  const descend = async (part: readonly string[], path: string): Promise<WarehouseError | null> => {
    const result = await insert(`${part.join("\n")}\n`, path);
    if (result.ok) {
      accepted += part.length;
      return null;
    }
    if (result.error.code !== "rejected") return result.error;
    if (part.length === 1) {
      poisoned.push({ row: part[0]!, reason: result.error.message });
      return accepted === 0 && poisoned.length >= GIVE_UP_AFTER ? result.error : null;
    }
    const middle = Math.ceil(part.length / 2);
    return (await descend(part.slice(0, middle), `${path}l`)) ?? descend(part.slice(middle), `${path}r`);
  };
  const middle = Math.ceil(rows.length / 2);
  const error =
    rows.length === 1
      ? await descend(rows, "l")
      : ((await descend(rows.slice(0, middle), "l")) ?? (await descend(rows.slice(middle), "r")));
  return error ? { ok: false, error } : { ok: true, value: poisoned };
}
