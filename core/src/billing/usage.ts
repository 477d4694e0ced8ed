import { readMeterKey } from "./meter-key.ts";
import { meterOf } from "./meters.ts";
import type { ProductKey } from "./products.ts";

/** A cell of an organisation's meter: what was counted of an environment, UTC day, product, SDK and event. */
export interface CountedCell {
  readonly environmentId: number;
  readonly day: string;
  readonly key: string;
  readonly stored: number;
  readonly bot: number;
  readonly test: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly over_limit: number;
  readonly dropped: number;
}

/** Units by what became of them; only `billable` ones cost anything. */
export interface UsageUnits {
  readonly billable: number;
  /** Made by another product's use, or a poll for local evaluation. */
  readonly free: number;
  readonly bot: number;
  readonly test: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly over_limit: number;
  readonly dropped: number;
}

export interface UsageRow extends UsageUnits {
  readonly environmentId: number;
  readonly day: string;
  readonly product: ProductKey;
  readonly event: string;
  readonly sdk: string;
}

export const USAGE_UNITS = [
  "billable",
  "free",
  "bot",
  "test",
  "duplicate",
  "rejected",
  "quarantined",
  "over_limit",
  "dropped",
] as const satisfies readonly (keyof UsageUnits)[];

/** What rows may be told apart by. */
export const USAGE_DIMENSIONS = ["environment", "day", "product", "event", "sdk"] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

const FIELDS = {
  environment: "environmentId",
  day: "day",
  product: "product",
  event: "event",
  sdk: "sdk",
} as const satisfies Readonly<Record<UsageDimension, keyof UsageRow>>;

/** A cell with what it costs apart from what it does not. */
export function usageRow(cell: CountedCell): UsageRow {
  const { product, event, sdk } = readMeterKey(cell.key);
  const kept = Math.max(0, cell.stored - cell.bot - cell.test);
  const isFree = meterOf(event).free;
  const { environmentId, day, bot, test, duplicate, rejected, quarantined, over_limit, dropped } = cell;
  return {
    environmentId,
    day,
    product,
    event,
    sdk,
    billable: isFree ? 0 : kept,
    free: isFree ? kept : 0,
    bot,
    test,
    duplicate,
    rejected,
    quarantined,
    over_limit,
    dropped,
  };
}

/** Adds rows up that differ only in what is not asked for; that becomes 0 or ''. Order of first appearance. */
export function groupUsage(rows: readonly UsageRow[], dimensions: ReadonlySet<UsageDimension>): UsageRow[] {
  const dropped = USAGE_DIMENSIONS.filter((dimension) => !dimensions.has(dimension));
  const groups = new Map<string, UsageRow>();
  for (const row of rows) {
    const place: Record<string, string | number> = { ...row };
    for (const dimension of dropped) place[FIELDS[dimension]] = dimension === "environment" ? 0 : "";
    const key = USAGE_DIMENSIONS.map((dimension) => place[FIELDS[dimension]]).join("\t");
    const held = groups.get(key);
    const units = Object.fromEntries(USAGE_UNITS.map((unit) => [unit, (held?.[unit] ?? 0) + row[unit]]));
    groups.set(key, { ...place, ...units } as unknown as UsageRow);
  }
  return [...groups.values()];
}

/** Billable units by product. */
export function billableByProduct(rows: readonly UsageRow[]): Partial<Record<ProductKey, number>> {
  const units: Partial<Record<ProductKey, number>> = {};
  for (const { product, billable } of rows) units[product] = (units[product] ?? 0) + billable;
  return units;
}
