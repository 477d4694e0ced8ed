import { isoDay } from "@edgewise/core/billing/proration.ts";
import Stripe from "stripe";
import type { InvoiceOrder, InvoiceState } from "../../ports/payments.ts";
import { idOf } from "./stripe-client.ts";

const OURS = "edgewise_invoice";
const EXPAND = ["payments.data.payment.payment_intent"];

/** An invoice with its payments and refunds. */
export async function readInvoice(stripe: Stripe, id: string): Promise<InvoiceState> {
  const invoice = await stripe.invoices.retrieve(id, { expand: EXPAND });
  const intents = (invoice.payments?.data ?? []).map(({ payment }) => payment.payment_intent);
  const refunds: Stripe.Refund[] = [];
  for (const intent of invoice.amount_paid > 0 ? intents : []) {
    const payment_intent = idOf(intent);
    if (payment_intent !== null)
      refunds.push(...(await stripe.refunds.list({ payment_intent, limit: 100 })).data);
  }
  const newest = refunds.toSorted((a, b) => b.created - a.created)[0];
  const given = refunds.filter(({ status }) => status === "succeeded" || status === "pending");
  const error = intents.map((intent) => (typeof intent === "object" ? intent.last_payment_error : null))[0];
  return {
    id: invoice.id,
    customerId: idOf(invoice.customer) ?? "",
    status: (invoice.status ?? "draft") as InvoiceState["status"],
    url: invoice.hosted_invoice_url ?? null,
    totalCents: invoice.total,
    taxCents: (invoice.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0),
    paidCents: invoice.amount_paid,
    refundedCents: given.reduce((sum, { amount }) => sum + amount, 0),
    refundStatus: newest?.status ?? null,
    error: invoice.status === "paid" ? null : (error?.message ?? null),
  };
}

/**
 * Makes an invoice of whole-cent lines. Keys make a repeat harmless for a day; beyond, the invoice that carries our id is
 * found and finished. Throws when what Stripe adds up differs by a cent: it stays a draft then.
 */
export async function writeInvoice(stripe: Stripe, order: InvoiceOrder, tax: boolean): Promise<string> {
  const { id, customerId, description, lines, from, to } = order;
  const known = await stripe.invoices.list({ customer: customerId, limit: 100 });
  const invoice =
    known.data.find(({ metadata }) => metadata?.[OURS] === id) ??
    (await stripe.invoices.create(
      {
        customer: customerId,
        currency: "usd",
        auto_advance: false,
        collection_method: "charge_automatically",
        pending_invoice_items_behavior: "exclude",
        description,
        metadata: { [OURS]: id, month: isoDay(from).slice(0, 7) },
        ...(tax ? { automatic_tax: { enabled: true } } : {}),
      },
      { idempotencyKey: `invoice:${id}` },
    ));
  if (invoice.status !== "draft") return invoice.id;
  const period = { start: Math.floor(from / 1000), end: Math.floor(to / 1000) };
  const written =
    invoice.lines.data.length > 0
      ? invoice
      : await stripe.invoices.addLines(
          invoice.id,
          { lines: lines.map(({ text, cents }) => ({ amount: cents, description: text, period })) },
          { idempotencyKey: `invoice:${id}:lines` },
        );
  const expected = lines.reduce((sum, { cents }) => sum + cents, 0);
  if (written.subtotal !== expected)
    throw new Error(`Invoice ${invoice.id} comes to ${written.subtotal} cents instead of ${expected}.`);
  await stripe.invoices.finalizeInvoice(
    invoice.id,
    { auto_advance: false },
    { idempotencyKey: `invoice:${id}:final` },
  );
  return invoice.id;
}

/** Tries the card on file. Declined, or paid already: the state says so. */
export async function collectInvoice(stripe: Stripe, id: string, key: string): Promise<InvoiceState> {
  try {
    await stripe.invoices.pay(id, { off_session: true }, { idempotencyKey: key });
  } catch (error) {
    const { StripeCardError, StripeInvalidRequestError } = Stripe.errors;
    if (!(error instanceof StripeCardError || error instanceof StripeInvalidRequestError)) throw error;
    const state = await readInvoice(stripe, id);
    return state.status === "paid" ? state : { ...state, error: error.message };
  }
  return await readInvoice(stripe, id);
}

/** Gives cents back by the payment of an invoice. */
export async function refundInvoice(stripe: Stripe, id: string, cents: number, key: string): Promise<void> {
  const { data } = await stripe.invoicePayments.list({ invoice: id, status: "paid", limit: 1 });
  const payment_intent = idOf(data[0]?.payment.payment_intent);
  if (payment_intent === null)
    throw new Stripe.errors.StripeInvalidRequestError({
      type: "invalid_request_error",
      message: "Nothing was paid by card for this invoice.",
    });
  await stripe.refunds.create(
    { payment_intent, amount: cents, reason: "requested_by_customer" },
    { idempotencyKey: key },
  );
}
