import type { Discount } from "./invoice.ts";
import type { SpendingLimits } from "./limits.ts";
import { formatUsd, type Micros, mulDiv } from "./money.ts";
import { type Period, prorated } from "./proration.ts";

/** What an organisation can be on. Units cost the same on all of them; a plan may cost something itself and take some off. */
export interface Plan {
  readonly name: string;
  /** Micro-dollars for a whole month; part of one is paid by the millisecond. */
  readonly monthly: Micros;
  /** Off everything used, in hundredths of a per cent. */
  readonly useDiscount: number;
  readonly summary: string;
}

/** Plans that somebody can be on; a plan to come adds its row. `free` needs no card. */
export const PLANS = {
  free: {
    name: "Free",
    monthly: 0,
    useDiscount: 0,
    summary: "The free units of every product, every month. No card.",
  },
  usage: {
    name: "Pay by use",
    monthly: 0,
    useDiscount: 0,
    summary: "The free units, then by unit, up to the limits you set.",
  },
  scale: {
    name: "Scale",
    monthly: 200_000_000,
    useDiscount: 2_000,
    summary: "20 % off everything you use for a monthly price: cheaper from $1,000 of use a month.",
  },
} as const satisfies Readonly<Record<string, Plan>>;

export type PlanKey = keyof typeof PLANS;
/** Plans that are paid for. */
export const PAID_PLANS = ["usage", "scale"] as const satisfies readonly PlanKey[];
export type PaidPlan = (typeof PAID_PLANS)[number];

export const isPaidPlan = (key: string): key is PaidPlan => PAID_PLANS.some((plan) => plan === key);

/** What held from a time on (ms since the epoch), up to the next. */
export interface Terms {
  readonly from: number;
  readonly plan: string;
  readonly limits: SpendingLimits;
}

/** What a month's invoice asks for besides units, and where it stops. */
export interface MonthTerms {
  readonly fees: readonly { readonly label: string; readonly amount: Micros }[];
  readonly discounts: readonly Discount[];
  /** The highest limits that held at any time of the month: lowering one later makes nothing free that came within it. */
  readonly limits: SpendingLimits;
}

const planOf = (key: string): Plan => (isPaidPlan(key) ? PLANS[key] : PLANS.free);

/** What all terms that touch a month make of its invoice; null without any. `terms` oldest first. */
export function monthTerms(terms: readonly Terms[], period: Period): MonthTerms | null {
  const before = terms.findLast(({ from }) => from <= period.start);
  const spans = [
    ...(before ? [before] : []),
    ...terms.filter(({ from }) => from > period.start && from < period.end),
  ];
  if (spans.length === 0) return null;
  const fees = Object.values(PLANS)
    .filter(({ monthly }) => monthly > 0)
    .map(({ name, monthly }) => {
      const prices = spans.map(({ from, plan }) => ({
        from,
        price: planOf(plan).name === name ? monthly : 0,
      }));
      const amount = prorated(period, prices);
      const part = amount < monthly ? `, part of a month at ${formatUsd(monthly)}` : "";
      return { label: `${name} plan${part}`, amount };
    })
    .filter(({ amount }) => amount > 0);
  const length = period.end - period.start;
  const off = spans.reduce((sum, { from, plan }, index) => {
    const until = spans[index + 1]?.from ?? period.end;
    return sum + planOf(plan).useDiscount * (until - Math.max(from, period.start));
  }, 0);
  const basisPoints = mulDiv(off, 1, length);
  return {
    fees,
    discounts: basisPoints > 0 ? [{ label: `${basisPoints / 100} % off by plan`, basisPoints }] : [],
    limits: spans.map(({ limits }) => limits).reduce(higher),
  };
}

/** Each limit's higher value; no limit is higher than any. */
function higher(a: SpendingLimits, b: SpendingLimits): SpendingLimits {
  const max = (one: Micros | null, other: Micros | null) =>
    one === null || other === null ? null : Math.max(one, other);
  const keys = Object.keys(a.products).filter((key) => key in b.products) as (keyof typeof a.products)[];
  return {
    overall: max(a.overall, b.overall),
    products: Object.fromEntries(
      keys.map((key) => [key, max(a.products[key] ?? null, b.products[key] ?? null)]),
    ),
  };
}
