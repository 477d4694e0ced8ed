import { born, type Context, list, metadataOf, type Routes } from "../context.ts";
import { wrong } from "../error.ts";
import { listAt, textAt } from "../form.ts";
import type { Invoice, InvoiceLine } from "../objects.ts";
import { charge } from "./charge.ts";

/** Less than this is carried over to the next invoice, as Stripe does. */
const LEAST_CENTS = 50;
/** Per cent on top where somebody is asked for tax, by country. */
const TAX: Readonly<Record<string, number>> = { DE: 19, FR: 20, GB: 20, US: 0 };

function sumUp(invoice: Invoice, rate: number): void {
  invoice.subtotal = invoice.lines.data.reduce((sum, { amount }) => sum + amount, 0);
  const tax = invoice.automatic_tax.enabled ? Math.round((Math.max(0, invoice.subtotal) * rate) / 100) : 0;
  invoice.total_taxes = tax > 0 ? [{ amount: tax, tax_behavior: "exclusive" }] : [];
  invoice.total = invoice.subtotal + tax;
  invoice.amount_due = Math.max(0, invoice.total);
  invoice.amount_remaining = invoice.amount_due;
}

function finalize({ store, webhooks, now, url }: Context, invoice: Invoice): void {
  if (invoice.status !== "draft")
    throw wrong(`This invoice is ${invoice.status} already.`, "invoice_not_editable");
  const customer = store.get("cus", String(invoice.customer));
  invoice.amount_due = Math.max(0, invoice.total + customer.balance);
  invoice.number = `EDGE-${invoice.id.slice(-6)}`;
  invoice.hosted_invoice_url = `${url}/invoice/${invoice.id}`;
  invoice.status = invoice.amount_due < LEAST_CENTS ? "paid" : "open";
  customer.balance = invoice.status === "paid" ? invoice.amount_due : 0;
  if (invoice.status === "paid") invoice.amount_due = 0;
  invoice.amount_remaining = invoice.amount_due;
  const facts = { ...born(now), currency: invoice.currency };
  const intent = store.put("pi", {
    id: store.newId("pi"),
    object: "payment_intent",
    ...facts,
    amount: invoice.amount_due,
    customer: invoice.customer as string,
    status: "requires_payment_method",
    last_payment_error: null,
    _refunded: 0,
  });
  const entry = {
    id: store.newId("inpay"),
    object: "invoice_payment" as const,
    ...facts,
    amount_paid: null,
    amount_requested: invoice.amount_due,
    invoice: invoice.id,
    is_default: true,
    status: "open",
    payment: { type: "payment_intent" as const, payment_intent: intent.id },
  };
  invoice.payments.data = invoice.status === "paid" ? [] : [entry];
  webhooks.tell("invoice.finalized", invoice, now);
  if (invoice.status === "paid") webhooks.tell("invoice.paid", invoice, now);
}

export const INVOICES: Routes = {
  "GET /v1/invoices": ({ store, form }) =>
    list(store.all("in").filter(({ customer }) => customer === textAt(form, "customer"))),
  "GET /v1/invoices/:id": ({ store, ids }) => store.get("in", ids[0]!),
  "POST /v1/invoices": ({ store, form, now, webhooks }) => {
    const invoice: Invoice = {
      id: store.newId("in"),
      object: "invoice",
      ...born(now),
      amount_due: 0,
      amount_paid: 0,
      amount_remaining: 0,
      attempt_count: 0,
      attempted: false,
      auto_advance: textAt(form, "auto_advance") === "true",
      automatic_tax: { enabled: textAt(form, "automatic_tax", "enabled") === "true" },
      collection_method: "charge_automatically",
      currency: textAt(form, "currency") ?? "usd",
      customer: store.get("cus", textAt(form, "customer") ?? "").id,
      description: textAt(form, "description") ?? null,
      hosted_invoice_url: null,
      lines: { object: "list", data: [], has_more: false },
      metadata: metadataOf(form),
      number: null,
      payments: { object: "list", data: [] },
      status: "draft",
      subtotal: 0,
      total: 0,
      total_taxes: [],
    };
    webhooks.tell("invoice.created", store.put("in", invoice), now);
    return invoice;
  },
  "POST /v1/invoices/:id/add_lines": ({ store, form, ids }) => {
    const invoice = store.get("in", ids[0]!);
    if (invoice.status !== "draft")
      throw wrong("This invoice can’t be changed any more.", "invoice_not_editable");
    for (const given of listAt(form, "lines")) {
      const amount = Number(textAt(given, "amount"));
      if (!Number.isInteger(amount)) throw wrong("Invalid integer: lines[amount]");
      const line: InvoiceLine = {
        id: store.newId("il"),
        object: "line_item",
        amount,
        currency: invoice.currency,
        description: textAt(given, "description") ?? null,
        invoice: invoice.id,
        livemode: false,
        period: {
          start: Number(textAt(given, "period", "start") ?? 0),
          end: Number(textAt(given, "period", "end") ?? 0),
        },
      };
      invoice.lines.data.push(line);
    }
    const { address } = store.get("cus", String(invoice.customer));
    sumUp(invoice, TAX[address?.country ?? ""] ?? 0);
    return invoice;
  },
  "POST /v1/invoices/:id/finalize": (context) => {
    const invoice = context.store.get("in", context.ids[0]!);
    finalize(context, invoice);
    return invoice;
  },
  "POST /v1/invoices/:id/pay": (context) => {
    const { store, ids } = context;
    const invoice = store.get("in", ids[0]!);
    const { invoice_settings } = store.get("cus", String(invoice.customer));
    charge(context, invoice, invoice_settings.default_payment_method as string | null);
    return invoice;
  },
  "GET /v1/invoice_payments": ({ store, form }) => {
    const intent = textAt(form, "payment", "payment_intent");
    const found = store.all("in").flatMap(({ payments }) => payments.data);
    return list(
      found.filter(
        ({ invoice, payment, status }) =>
          (textAt(form, "invoice") ?? invoice) === invoice &&
          (intent ?? payment.payment_intent) === payment.payment_intent &&
          (textAt(form, "status") ?? status) === status,
      ),
    );
  },
};
