import { FIELD_IDENTIFIED, FIELD_PRICES } from "@edgewise/core/billing/field-prices.ts";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { PRODUCTS, type ProductKey } from "@edgewise/core/billing/products.ts";
import { charge } from "@edgewise/core/billing/tiers.ts";

export interface PriceRow {
  readonly what: string;
  /** Dollars a month, ready to show. */
  readonly ours: string;
  readonly field: string;
}

const USAGE: readonly (readonly [ProductKey, units: number, what: string])[] = [
  ["events", 1_000_000, "1 million events"],
  ["events", 10_000_000, "10 million events"],
  ["events", 100_000_000, "100 million events"],
  ["recordings", 20_000, "20,000 recordings"],
  ["flags", 5_000_000, "5 million flag requests"],
  ["exceptions", 1_000_000, "1 million exceptions"],
];

/** What a month of some usage costs here and by PostHog's public list. */
export const PRICE_ROWS: readonly PriceRow[] = [
  ...USAGE.map(([product, units, what]) => ({
    what: product === "events" ? `${what}, anonymous` : what,
    ours: formatUsd(charge(PRODUCTS[product], units)),
    field: formatUsd(charge(FIELD_PRICES[product], units)),
  })),
  {
    what: "10 million events with person profiles",
    ours: formatUsd(charge(PRODUCTS.events, 10_000_000)),
    field: formatUsd(charge(FIELD_PRICES.events, 10_000_000) + charge(FIELD_IDENTIFIED, 10_000_000)),
  },
  {
    what: "25 servers polling flag definitions",
    ours: formatUsd(0),
    field: formatUsd(charge(FIELD_PRICES.flags, 21_600_000)),
  },
];
