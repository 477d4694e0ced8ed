import { type Micros, total } from "./money.ts";
import { PRODUCT_KEYS, PRODUCTS, type ProductKey } from "./products.ts";
import { charge, unitsWithin } from "./tiers.ts";

/** What an organisation may spend in a period, micro-dollars. Null = no limit. */
export interface SpendingLimits {
  readonly overall: Micros | null;
  /** Absent = only the overall limit counts. */
  readonly products: Readonly<Partial<Record<ProductKey, Micros | null>>>;
}

/** Billable units of the period so far. */
export type UsedUnits = Readonly<Partial<Record<ProductKey, number>>>;

/** On by default for whoever starts to pay: 100 USD a month over everything. */
export const DEFAULT_LIMITS: SpendingLimits = { overall: 100_000_000, products: {} };

/** Without a way to pay the free tier is the limit. */
export const FREE_LIMITS: SpendingLimits = { overall: 0, products: {} };

/** Parts of a limit at which everybody who may see the bill is told. */
export const ALERT_STEPS = [50, 80, 100] as const;

export interface Spending {
  readonly overall: Micros;
  readonly products: Readonly<Record<ProductKey, Micros>>;
}

/** What the units cost. */
export function spendingOf(used: UsedUnits): Spending {
  const products = Object.fromEntries(
    PRODUCT_KEYS.map((key) => [key, charge(PRODUCTS[key], used[key] ?? 0)]),
  ) as Record<ProductKey, Micros>;
  return { overall: total(Object.values(products)), products };
}

/**
 * The most billable units of each product that keep within the limits, the other products' use staying as it is; null =
 * any number. At or below what is used: the product is over its limit. Free units are never refused.
 */
export function allowances(limits: SpendingLimits, used: UsedUnits): Record<ProductKey, number | null> {
  const spending = spendingOf(used);
  return Object.fromEntries(
    PRODUCT_KEYS.map((key) => {
      const own = limits.products[key] ?? null;
      const rest =
        limits.overall === null ? null : limits.overall - (spending.overall - spending.products[key]);
      const budget = own === null ? rest : rest === null ? own : Math.min(own, rest);
      return [key, budget === null ? null : unitsWithin(PRODUCTS[key], Math.max(0, budget))];
    }),
  ) as Record<ProductKey, number | null>;
}

/** The highest of {@link ALERT_STEPS} that `spent` reached; 0 = none. A limit of 0 is reached by going over. */
export function alertStep(spent: Micros, limit: Micros | null): 0 | 50 | 80 | 100 {
  if (limit === null || limit <= 0) return 0;
  return ALERT_STEPS.findLast((step) => spent * 100 >= limit * step) ?? 0;
}
