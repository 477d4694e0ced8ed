import { countOfDay, retiredRows, retiredTables } from "@edgewise/core/sql/retire.ts";
import type { RegionDeps } from "../../deps.ts";
import { compressed } from "../../zstd.ts";
import { eraseTable } from "../erase/rows.ts";
import { bucketOf } from "../erase/stored-files.ts";
import { engineError } from "../query/engine-error.ts";
import { readCompiled } from "../warehouse/read.ts";
import { retiredFolder } from "./names.ts";

const ROWS = 20_000;
const SECONDS = 120;

/** Takes a UTC day's events away: first they are put aside, then they go. Safe to repeat. Answers how many there were. */
export async function retireDay(environmentId: number, day: string, deps: RegionDeps): Promise<number> {
  const [row] = await readCompiled(countOfDay(environmentId, day), deps);
  const count = Number(row?.[0] ?? 0);
  const slices = Math.ceil(count / ROWS);
  const today = deps.now().toISOString().slice(0, 10);
  for (let slice = 0; slice < slices; slice++) {
    const rows = await deps.warehouse.file(retiredRows(environmentId, day, slice, slices), "JSONEachRow");
    if (!rows.ok) throw engineError(rows.error, SECONDS);
    await bucketOf(deps).put(
      `${retiredFolder(environmentId, day)}${today}-${slice}.ndjson.zst`,
      compressed(rows.value),
    );
  }
  for (const table of retiredTables(environmentId, day)) await eraseTable(table, deps);
  return count;
}
