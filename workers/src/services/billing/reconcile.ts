import { cellKey, readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { productOf } from "@edgewise/core/billing/products.ts";
import { listMeterDays, saveMeterDay } from "@edgewise/db/mysql/repos/billing.ts";
import type { MeterDifference } from "@edgewise/db/mysql/schema/billing.ts";
import type { RegionDeps } from "../../deps.ts";
import type { UsageCell } from "../../partition/usage/usage-cells.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { meterOf } from "./meter.ts";
import { type RawCell, rawCells } from "./raw.ts";

/** A cell whose name the meter did not keep apart: it is held against its product as a whole. */
const foldedKey = (key: string): string =>
  cellKey({ product: readMeterKey(key).product, sdk: "", event: "" });

/**
 * Where the meter and the raw events disagree about stored events, cell by cell. Products that are not made of events are left
 * out. Names that the meter folded together are folded on both sides.
 */
export function differences(
  metered: readonly Pick<UsageCell, "key" | "stored" | "bot">[],
  raw: readonly RawCell[],
): MeterDifference[] {
  const counted = metered.filter(
    ({ key, stored }) => stored !== 0 && productOf(readMeterKey(key).product).source === "events",
  );
  const isKept = new Set(counted.map(({ key }) => key));
  const sides = new Map<string, { metered: number; raw: number }>();
  const sideOf = (key: string) => {
    const side = sides.get(key) ?? { metered: 0, raw: 0 };
    sides.set(key, side);
    return side;
  };
  for (const { key, stored } of counted) sideOf(key).metered += stored;
  for (const { key, stored } of raw) {
    const folded = foldedKey(key);
    sideOf(!isKept.has(key) && isKept.has(folded) ? folded : key).raw += stored;
  }
  return Array.from(sides, ([key, side]) => ({ key, ...side })).filter((side) => side.metered !== side.raw);
}

/**
 * Settles a day of an environment: keeps its cells, and holds them against the raw events. Null when it is settled already,
 * when nothing was counted, or while events still wait for the warehouse.
 */
export async function settleDay(
  tenant: QueryTenant,
  day: string,
  deps: RegionDeps,
): Promise<{ readonly differences: readonly MeterDifference[] } | null> {
  const { organizationId, environmentId } = tenant;
  const known = await listMeterDays(tenant, deps.db, { from: day, to: day });
  if (known.some((row) => row.environmentId === environmentId && row.checkedAt !== null)) return null;
  const answer = await meterOf(deps, organizationId)?.usage(day, day, environmentId);
  if (!answer || answer.cells.length === 0) return null;
  if ((await deps.partitions.stats()).some(({ backlogRows }) => backlogRows > 0)) return null;
  const found = differences(answer.cells, await rawCells(tenant, day, deps));
  const now = deps.now();
  await saveMeterDay(deps.db, {
    environmentId,
    day,
    organizationId,
    cells: answer.cells.map(({ environmentId: _, day: __, ...cell }) => cell),
    differences: found,
    checkedAt: now,
    updatedAt: now,
  });
  if (found.length > 0)
    console.error(JSON.stringify({ meter: "differs", environmentId, day, differences: found.slice(0, 20) }));
  return { differences: found };
}
