import Stripe from "stripe";
import type { CustomerState, Payments } from "../../ports/payments.ts";
import { ensureMeters, meterName, planOfPrice, priceOf } from "./stripe-catalog.ts";
import { asResult, idOf, stripeClient, timeOf } from "./stripe-client.ts";
import { collectInvoice, readInvoice, refundInvoice, writeInvoice } from "./stripe-invoices.ts";
import { readNews } from "./stripe-news.ts";

export interface StripeConfig {
  readonly key: string;
  /** Signs web hooks. */
  readonly webhookSecret: string;
  /** Stripe works out taxes. */
  readonly tax: boolean;
  /** Null = Stripe itself. */
  readonly url: string | null;
}

/** Payments by Stripe, or by what speaks its API. */
export function createStripe({ key, webhookSecret, tax, url }: StripeConfig): Payments {
  const stripe = stripeClient(key, url);
  let metersKnown = false;
  return {
    createCustomer: ({ organizationId, name, email }) =>
      asResult(async () => {
        // What may differ between two attempts is no part of what the key is for.
        const { id } = await stripe.customers.create(
          { metadata: { organization_id: organizationId } },
          { idempotencyKey: `customer:${organizationId}` },
        );
        await stripe.customers.update(id, { name, email });
        return id;
      }),
    checkout: ({ customerId, plan, successUrl, cancelUrl, anchor }) =>
      asResult(async () => {
        const session = await stripe.checkout.sessions.create({
          mode: "subscription",
          customer: customerId,
          line_items: [{ price: await priceOf(stripe, plan), quantity: 1 }],
          subscription_data: {
            billing_cycle_anchor: Math.floor(anchor / 1000),
            proration_behavior: "none",
          },
          payment_method_collection: "always",
          billing_address_collection: "required",
          tax_id_collection: { enabled: true },
          customer_update: { address: "auto", name: "auto" },
          ...(tax ? { automatic_tax: { enabled: true } } : {}),
          success_url: successUrl,
          cancel_url: cancelUrl,
        });
        return session.url ?? cancelUrl;
      }),
    portal: (customerId, returnUrl) =>
      asResult(async () => {
        const session = { customer: customerId, return_url: returnUrl };
        return (await stripe.billingPortal.sessions.create(session)).url;
      }),
    customer: (customerId) => asResult(() => readCustomer(stripe, customerId)),
    changePlan: (subscriptionId, plan, key) =>
      asResult(async () => {
        const { items } = await stripe.subscriptions.retrieve(subscriptionId);
        const item = { id: items.data[0]!.id, price: await priceOf(stripe, plan) };
        await stripe.subscriptions.update(
          subscriptionId,
          // What changes within a month is on our invoice, by the millisecond.
          { items: [item], proration_behavior: "none" },
          { idempotencyKey: key },
        );
      }),
    setCancel: (subscriptionId, cancel, key) =>
      asResult(async () => {
        const change = { cancel_at_period_end: cancel };
        await stripe.subscriptions.update(subscriptionId, change, { idempotencyKey: key });
      }),
    endSubscription: (subscriptionId) =>
      asResult(async () => {
        // Deleting takes no key: what has ended is not ended again.
        const { status } = await stripe.subscriptions.retrieve(subscriptionId);
        if (status !== "canceled")
          await stripe.subscriptions.cancel(subscriptionId, { invoice_now: false, prorate: false });
      }),
    reportUnits: ({ organizationId, customerId, product, day, units }) =>
      asResult(async () => {
        if (!metersKnown) await ensureMeters(stripe);
        metersKnown = true;
        const identifier = `${organizationId}:${product}:${day}`;
        const event = {
          event_name: meterName(product),
          payload: { stripe_customer_id: customerId, value: String(units) },
          identifier,
          // Noon of the day it counts for.
          timestamp: Date.parse(day) / 1000 + 43_200,
        };
        await stripe.billing.meterEvents
          // Its identifier is its key: with another count a key of the header would be refused for a day.
          .create(event)
          .catch((error: unknown) => {
            // Told by a call whose key is forgotten by now.
            const known =
              error instanceof Stripe.errors.StripeError && error.code === "duplicate_meter_event";
            if (!known) throw error;
          });
      }),
    createInvoice: (order) =>
      asResult(async () => await readInvoice(stripe, await writeInvoice(stripe, order, tax))),
    invoice: (id) => asResult(() => readInvoice(stripe, id)),
    collect: (id, attempt) => asResult(() => collectInvoice(stripe, id, attempt)),
    refund: (id, cents, attempt) => asResult(() => refundInvoice(stripe, id, cents, attempt)),
    readNews: (body, signature) => readNews(stripe, webhookSecret, body, signature),
  };
}

async function readCustomer(stripe: Stripe, customerId: string): Promise<CustomerState> {
  const [customer, { data }] = await Promise.all([
    stripe.customers.retrieve(customerId, { expand: ["invoice_settings.default_payment_method"] }),
    stripe.subscriptions.list({
      customer: customerId,
      status: "all",
      limit: 10,
      expand: ["data.default_payment_method"],
    }),
  ]);
  const newestFirst = data.toSorted((a, b) => b.created - a.created);
  // Two checkouts at once make two: one that ended says nothing about the other.
  const subscription = newestFirst.find(({ status }) => status === "active") ?? newestFirst[0];
  const isGone = customer.deleted === true;
  const set = isGone ? null : customer.invoice_settings.default_payment_method;
  const own = subscription?.default_payment_method ?? null;
  // Checkout leaves the card with the subscription: invoices are asked from the customer's.
  const ownId = idOf(own);
  if (!isGone && set === null && ownId !== null)
    await stripe.customers.update(customerId, { invoice_settings: { default_payment_method: ownId } });
  const method = set ?? own;
  const card = typeof method === "object" ? method?.card : undefined;
  const item = subscription?.items.data[0];
  return {
    subscription: subscription
      ? {
          id: subscription.id,
          status: isGone ? "canceled" : subscription.status,
          plan: item ? planOfPrice(item.price) : "",
          cancelAt: timeOf(
            subscription.cancel_at ??
              (subscription.cancel_at_period_end ? (item?.current_period_end ?? null) : null),
          ),
          periodEnd: timeOf(item?.current_period_end ?? null),
        }
      : null,
    card: card
      ? {
          brand: card.brand,
          last4: card.last4,
          expires: `${String(card.exp_month).padStart(2, "0")}/${card.exp_year}`,
        }
      : null,
  };
}
