import type { SpendingLimits } from "./limits.ts";
import { type Micros, mulDiv, total } from "./money.ts";
import { PRODUCT_KEYS, type ProductKey, productOf } from "./products.ts";
import type { Period } from "./proration.ts";
import { stepAmount, type TierCharge, tierCharges } from "./tiers.ts";

/** A step of a product's price list on an invoice: opens the meter rows of its product and period. */
export interface InvoiceLine extends TierCharge {
  readonly product: ProductKey;
  readonly amount: Micros;
}

/** Taken off what a product or everything costs, before credits. */
export interface Discount {
  readonly label: string;
  /** Hundredths of a per cent: 2,500 = 25 %. */
  readonly basisPoints: number;
  /** Absent = everything. */
  readonly product?: ProductKey;
}

/** Money put down before (a refund, a start-up's grant); used up oldest end first. */
export interface Credit {
  readonly id: string;
  readonly left: Micros;
  /** ms since the epoch; null = never. */
  readonly expiresAt: number | null;
}

/** A fixed price, e.g. of a plan. */
export interface Fee {
  readonly label: string;
  readonly amount: Micros;
}

export interface Invoice {
  readonly lines: readonly InvoiceLine[];
  readonly subtotal: Micros;
  readonly discounts: readonly { readonly label: string; readonly amount: Micros }[];
  readonly credits: readonly { readonly id: string; readonly amount: Micros }[];
  /** What plans cost themselves; absent = nothing. Discounts and limits are of units. */
  readonly fees?: readonly Fee[];
  /** To pay, before tax. */
  readonly due: Micros;
}

export interface InvoiceInput {
  readonly period: Period;
  readonly units: Readonly<Partial<Record<ProductKey, number>>>;
  readonly discounts: readonly Discount[];
  readonly credits: readonly Credit[];
  /** What the organisation said it would pay at most; absent = any amount. */
  readonly limits?: SpendingLimits;
  readonly fees?: readonly Fee[];
}

const WHOLE = 10_000;

/**
 * What a period's units come to: steps, then discounts (of what is left, in order), then what lies beyond a limit (it stored
 * a little more before it took hold, which is nobody's debt), then fees of plans, then credits. Never below 0.
 */
export function invoiceOf({ period, units, discounts, credits, limits, fees = [] }: InvoiceInput): Invoice {
  const lines = PRODUCT_KEYS.flatMap((product) =>
    tierCharges(productOf(product), units[product] ?? 0).map((step) => ({
      ...step,
      product,
      amount: stepAmount(step),
    })),
  );
  const left = new Map<ProductKey, Micros>();
  for (const { product, amount } of lines) left.set(product, (left.get(product) ?? 0) + amount);
  const fixed = total(fees.map(({ amount }) => amount));
  const subtotal = total([...left.values(), fixed]);
  const taken = discounts.map(({ label, basisPoints, product }) => {
    let amount = 0;
    for (const [key, rest] of left) {
      if (product !== undefined && product !== key) continue;
      // Rounded up: what is left over of a micro-dollar is the customer's.
      const off = rest - mulDiv(rest, WHOLE - Math.min(Math.max(basisPoints, 0), WHOLE), WHOLE);
      left.set(key, rest - off);
      amount += off;
    }
    return { label, amount };
  });
  const beyond = limits ? beyondLimits(left, limits) : 0;
  if (beyond > 0) taken.push({ label: "Beyond your limit, not billed", amount: beyond });
  let due = total([...left.values(), fixed]) - beyond;
  const used: { id: string; amount: Micros }[] = [];
  for (const { id, left: available } of usable(credits, period)) {
    const amount = Math.min(available, due);
    if (amount <= 0) continue;
    used.push({ id, amount });
    due -= amount;
  }
  return { lines, ...(fees.length > 0 ? { fees } : {}), subtotal, discounts: taken, credits: used, due };
}

/** How much of what products cost lies beyond their own limits, and beyond the one for everything. */
function beyondLimits(costs: ReadonlyMap<ProductKey, Micros>, { overall, products }: SpendingLimits): Micros {
  const within = Array.from(costs, ([key, cost]) => Math.min(cost, products[key] ?? cost));
  const allowed = Math.min(total(within), overall ?? Number.POSITIVE_INFINITY);
  return total([...costs.values()]) - allowed;
}

/** Credits that live into the period's end, the first to expire first. */
function usable(credits: readonly Credit[], { end }: Period): readonly Credit[] {
  const ends = ({ expiresAt }: Credit) => expiresAt ?? Number.POSITIVE_INFINITY;
  return credits.filter((credit) => ends(credit) >= end).sort((a, b) => ends(a) - ends(b));
}
