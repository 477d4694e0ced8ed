import { type ErasedTable, erasedRowsLeft } from "@edgewise/core/sql/erase.ts";
import type { RegionDeps } from "../../deps.ts";
import { engineError } from "../query/engine-error.ts";
import { readCompiled } from "../warehouse/read.ts";

const SECONDS = 120;

async function countLeft(table: ErasedTable, deps: RegionDeps): Promise<number> {
  const [row] = await readCompiled(erasedRowsLeft(table), deps);
  return Number(row?.[0] ?? 0);
}

/** Deletes what a table holds and makes sure of it. Answers how many rows went. Throws when some are left. */
export async function eraseTable(table: ErasedTable, deps: RegionDeps): Promise<number> {
  const found = await countLeft(table, deps);
  if (found === 0) return 0;
  const erased = await deps.warehouse.erase(table.table, table.where);
  if (!erased.ok) throw engineError(erased.error, SECONDS);
  const left = await countLeft(table, deps);
  if (left > 0) throw new Error(`${left} of ${found} rows of ${table.table} are still there.`);
  return found;
}

/** A row that takes events out of the daily counts: sums of UInt64 wrap around, so this subtracts. */
export function dailyCorrection(
  environmentId: number,
  [day, event, lane, bot, count]: readonly unknown[],
): string {
  return JSON.stringify({
    environment_id: environmentId,
    day,
    event,
    lane,
    bot: Number(bot),
    count: ((1n << 64n) - BigInt(String(count))).toString(),
    first_seen: `${String(day)} 23:59:59.999`,
    last_seen: `${String(day)} 00:00:00.000`,
  });
}

/** Gives the daily counts back what was deleted; the key makes a repetition harmless. */
export async function correctDays(lines: readonly string[], key: string, deps: RegionDeps): Promise<void> {
  if (lines.length === 0) return;
  const inserted = await deps.warehouse.insert("events_daily", lines.join("\n"), key);
  if (!inserted.ok) throw engineError(inserted.error, SECONDS);
}
