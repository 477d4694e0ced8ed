import { formatUsd } from "@edgewise/core/billing/money.ts";
import { isPaidPlan, type PaidPlan, PLANS } from "@edgewise/core/billing/plans.ts";
import { METERED, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import type Stripe from "stripe";

const lookupKey = (plan: PaidPlan) => `edgewise_${plan}`;
export const meterName = (product: ProductKey) => `edgewise_${product}`;

/** The plan that a price was made for; '' for others. */
export function planOfPrice(price: Stripe.Price): string {
  const plan = price.lookup_key?.replace("edgewise_", "") ?? "";
  return isPaidPlan(plan) ? plan : "";
}

/**
 * The price of a plan, made when it is not there yet. Stripe asks nothing by it: what a plan and units cost is on the invoice
 * that we make after the month, so subscriptions say who is on what, no more.
 */
export async function priceOf(stripe: Stripe, plan: PaidPlan): Promise<string> {
  const key = lookupKey(plan);
  const { data } = await stripe.prices.list({ lookup_keys: [key], active: true, limit: 1 });
  if (data[0]) return data[0].id;
  const { name, monthly } = PLANS[plan];
  const fee = monthly > 0 ? `${formatUsd(monthly)} a month and use` : "use";
  const price = await stripe.prices.create(
    {
      currency: "usd",
      unit_amount: 0,
      recurring: { interval: "month" },
      lookup_key: key,
      product_data: { name: `Edgewise ${name}: ${fee}, billed after each month` },
    },
    { idempotencyKey: `price:${key}` },
  );
  return price.id;
}

/** Makes the meters that are not there yet: one a product that is counted. */
export async function ensureMeters(stripe: Stripe): Promise<void> {
  const { data } = await stripe.billing.meters.list({ status: "active", limit: 100 });
  const known = new Set(data.map(({ event_name }) => event_name));
  for (const product of METERED) {
    const name = meterName(product);
    if (known.has(name)) continue;
    await stripe.billing.meters.create(
      {
        event_name: name,
        display_name: productOf(product).name,
        default_aggregation: { formula: "sum" },
        customer_mapping: { type: "by_id", event_payload_key: "stripe_customer_id" },
        value_settings: { event_payload_key: "value" },
      },
      { idempotencyKey: `meter:${name}` },
    );
  }
}
