import { type Micros, total } from "@edgewise/core/billing/money.ts";
import { METERED, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import { type Projection, project } from "@edgewise/core/billing/projection.ts";
import { monthOf } from "@edgewise/core/billing/proration.ts";
import { charge } from "@edgewise/core/billing/tiers.ts";
import { billableByProduct, type UsageRow } from "@edgewise/core/billing/usage.ts";
import type { Deps } from "../../deps.ts";
import type { LimitState } from "../../partition/meter/limits.ts";
import { meteredUsage } from "./meter.ts";

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 28;

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export interface ProductBill {
  readonly product: ProductKey;
  readonly units: number;
  readonly cost: Micros;
  readonly projection: Projection;
  readonly projectedCost: { readonly expected: Micros; readonly low: Micros; readonly high: Micros };
}

export interface Bill {
  /** UTC days of the month, inclusive. */
  readonly from: string;
  readonly to: string;
  readonly products: readonly ProductBill[];
  readonly cost: Micros;
  /** Sums of the products' intervals: wider than the interval of the sum. */
  readonly projectedCost: { readonly expected: Micros; readonly low: Micros; readonly high: Micros };
  readonly limits: LimitState;
  readonly rows: readonly UsageRow[];
}

/** The running month of an organisation: units, what they cost, and what the month will come to. */
export async function currentBill(organizationId: string, deps: Deps): Promise<Bill> {
  const now = deps.now().getTime();
  const { start, end } = monthOf(now);
  const [from, to, today] = [dayOf(start), dayOf(end - DAY_MS), dayOf(now)];
  const yesterday = Date.parse(today) - DAY_MS;
  const since = dayOf(Math.min(start, yesterday - (HISTORY_DAYS - 1) * DAY_MS));
  const usage = await meteredUsage(organizationId, { from: since, to: today }, null, deps);
  const month = usage.rows.filter(({ day }) => day >= from);
  const units = billableByProduct(month);
  const daysLeft = Math.round((end - Date.parse(today)) / DAY_MS) - 1;
  const todayLeft = 1 - (now - Date.parse(today)) / DAY_MS;
  const products = METERED.map((product): ProductBill => {
    const byDay = new Map<string, number>();
    for (const row of usage.rows)
      if (row.product === product) byDay.set(row.day, (byDay.get(row.day) ?? 0) + row.billable);
    const used = units[product] ?? 0;
    const history = daysBetween([...byDay.keys()].sort()[0], yesterday).map((day) => byDay.get(day) ?? 0);
    const projection = project({ used, today: byDay.get(today) ?? 0, history, daysLeft, todayLeft });
    // Beyond its limit nothing is billed.
    const most = usage.limits[product]?.allowance ?? Number.POSITIVE_INFINITY;
    const price = (count: number) => charge(productOf(product), Math.min(count, Math.max(most, used)));
    const { expected, low, high } = projection;
    return {
      product,
      units: used,
      cost: price(used),
      projection,
      projectedCost: { expected: price(expected), low: price(low), high: price(high) },
    };
  });
  const sum = (pick: (bill: ProductBill) => Micros) => total(products.map(pick));
  return {
    from,
    to,
    products,
    cost: sum(({ cost }) => cost),
    projectedCost: {
      expected: sum(({ projectedCost }) => projectedCost.expected),
      low: sum(({ projectedCost }) => projectedCost.low),
      high: sum(({ projectedCost }) => projectedCost.high),
    },
    limits: usage.limits,
    rows: month,
  };
}

/** Days from the first one with usage up to `last`, oldest first; at most {@link HISTORY_DAYS}. */
function daysBetween(first: string | undefined, last: number): string[] {
  if (first === undefined) return [];
  const begin = Math.max(Date.parse(first), last - (HISTORY_DAYS - 1) * DAY_MS);
  const days: string[] = [];
  for (let day = begin; day <= last; day += DAY_MS) days.push(dayOf(day));
  return days;
}
