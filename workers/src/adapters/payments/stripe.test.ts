import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepCard } from "@edgewise/db/local/payments/cards.ts";
import { serve } from "@edgewise/db/local/payments/serve.ts";
import { Store } from "@edgewise/db/local/payments/store.ts";
import { signature, Webhooks } from "@edgewise/db/local/payments/webhooks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { InvoiceOrder, PaymentResult, Payments } from "../../ports/payments.ts";
import { createStripe } from "./stripe.ts";
import { stripeClient } from "./stripe-client.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-stripe-"));
const KEY = "sk_test_adapter";
const SECRET = "whsec_adapter";
const NOW = Math.floor(Date.now() / 1000);
const MONTH = { from: Date.UTC(2026, 5, 1), to: Date.UTC(2026, 6, 1) };
let store: Store;
let server: Server;
let url: string;
let payments: Payments;
let count = 0;

beforeAll(async () => {
  store = new Store(join(folder, "stripe.json"));
  const webhooks = new Webhooks(store, { url: "http://127.0.0.1:9/", secret: SECRET });
  const served = await serve({ store, webhooks, key: KEY }, 0);
  ({ server } = served);
  url = `http://127.0.0.1:${served.port}`;
  payments = createStripe({ key: KEY, webhookSecret: SECRET, tax: false, url });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function value<T>(result: Promise<PaymentResult<T>>): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}
const newCustomer = () =>
  value(payments.createCustomer({ organizationId: `org-${count++}`, name: "A", email: "a@b.test" }));
function giveCard(customer: string, number: string): void {
  const { id } = keepCard(store, customer, { number, expires: "12/40" }, NOW);
  store.get("cus", customer).invoice_settings.default_payment_method = id;
}
let customerId: string;
beforeEach(async () => {
  customerId = await newCustomer();
});
const order = (change: Partial<InvoiceOrder> = {}): InvoiceOrder => ({
  id: `invoice-${count++}`,
  customerId,
  description: "June",
  lines: [
    { text: "Use", cents: 1_205 },
    { text: "Credit", cents: -205 },
  ],
  ...MONTH,
  ...change,
});

test("an organisation is one customer, whoever of it comes first", async () => {
  const own = { organizationId: "org-c", name: "Before", email: "one@b.test" };
  const first = await value(payments.createCustomer(own));
  expect(await value(payments.createCustomer({ ...own, email: "two@b.test" }))).toBe(first);
  expect(store.get("cus", first)).toMatchObject({
    email: "two@b.test",
    metadata: { organization_id: "org-c" },
  });
});

describe("invoices", () => {
  test("are made once, whatever was cut off: after a day keys are forgotten, our id is not", async () => {
    const own = order();
    const made = await value(payments.createInvoice(own));
    expect(made).toMatchObject({ status: "open", totalCents: 1_000, paidCents: 0, error: null, customerId });
    expect((await value(payments.createInvoice(own))).id).toBe(made.id);
    // A draft that was left without lines, by a call whose key nobody remembers.
    const later = order();
    const draft = await stripeClient(KEY, url).invoices.create({
      customer: customerId,
      currency: "usd",
      metadata: { edgewise_invoice: later.id },
    });
    expect(await value(payments.createInvoice(later))).toMatchObject({ id: draft.id, totalCents: 1_000 });
    expect(store.all("in").filter(({ customer }) => customer === customerId)).toHaveLength(2);
  });

  test("with too little for a card are carried over to the next", async () => {
    const small = await value(payments.createInvoice(order({ lines: [{ text: "Use", cents: 20 }] })));
    expect(small).toMatchObject({ status: "paid", totalCents: 20, paidCents: 0 });
    expect(store.get("cus", customerId).balance).toBe(20);
    const next = await value(payments.createInvoice(order()));
    expect(store.get("in", next.id).amount_due).toBe(1_020);
  });

  test.each([
    ["works", "4242424242424242", { status: "paid", paidCents: 1_000, error: null }],
    ["is declined", "4000000000000341", { status: "open", paidCents: 0, error: "Your card was declined." }],
    ["is not there", null, { status: "open", error: "There is no card on file to charge." }],
  ])("a card that %s", async (_, number, state) => {
    if (number !== null) giveCard(customerId, number);
    const { id } = await value(payments.createInvoice(order()));
    expect(await value(payments.collect(id, `try ${id}`))).toMatchObject(state);
    // The same attempt again is the same attempt, also with a better card by now.
    giveCard(customerId, "4242424242424242");
    expect((await value(payments.collect(id, `try ${id}`))).status).toBe(state.status);
    expect((await value(payments.collect(id, `another ${id}`))).status).toBe("paid");
    expect((await value(payments.collect(id, `a third ${id}`))).paidCents).toBe(1_000);
  });

  test("are given back in parts, each once, and never beyond what was paid", async () => {
    giveCard(customerId, "4242424242424242");
    const { id } = await value(payments.createInvoice(order()));
    expect(await payments.refund(id, 1, "early")).toMatchObject({ ok: false, error: { code: "rejected" } });
    await value(payments.collect(id, `pay ${id}`));
    for (const key of ["a", "a", "b"]) await value(payments.refund(id, 300, `${id} ${key}`));
    expect(await payments.refund(id, 500, `${id} c`)).toMatchObject({
      ok: false,
      error: { code: "rejected" },
    });
    expect(await value(payments.invoice(id))).toMatchObject({
      refundedCents: 600,
      refundStatus: "succeeded",
    });
  });
});

test("units are told to the meters, each day once", async () => {
  const report = {
    organizationId: "org-m",
    customerId,
    product: "events" as const,
    day: "2026-06-02",
    units: 7,
  };
  await value(payments.reportUnits(report));
  await value(payments.reportUnits(report));
  // Beyond the day for which keys are remembered the provider knows the report by its name.
  await value(payments.reportUnits({ ...report, units: 8 }));
  const told = store.all("mev").filter(({ payload }) => payload.stripe_customer_id === customerId);
  expect(told).toMatchObject([{ event_name: "edgewise_events", payload: { value: "7" } }]);
});

describe("what the provider's state comes to", () => {
  test("nobody subscribed", async () => {
    expect(await value(payments.customer(customerId))).toEqual({ subscription: null, card: null });
  });

  test("somebody unknown", async () => {
    expect(await payments.customer("cus_nobody")).toMatchObject({ ok: false, error: { code: "rejected" } });
  });

  test("nobody answers", async () => {
    const away = createStripe({ key: KEY, webhookSecret: SECRET, tax: false, url: "http://127.0.0.1:9" });
    expect(await away.customer(customerId)).toMatchObject({ ok: false, error: { code: "unavailable" } });
  });

  test("a wrong key", async () => {
    const wrong = createStripe({ key: "sk_test_wrong", webhookSecret: SECRET, tax: false, url });
    expect(await wrong.invoice("in_1")).toMatchObject({ ok: false });
  });
});

describe("news", () => {
  const body = (object: object) =>
    JSON.stringify({ id: "evt_1", object: "event", type: "x", created: NOW, data: { object } });
  test.each([
    ["a customer", { object: "customer", id: "cus_1" }, "cus_1", null],
    ["a subscription", { object: "subscription", id: "sub_1", customer: "cus_1" }, "cus_1", null],
    ["an invoice", { object: "invoice", id: "in_1", customer: { id: "cus_1" } }, "cus_1", "in_1"],
    ["something else", { object: "product", id: "prod_1" }, null, null],
  ])("about %s", async (_, object, customer, invoice) => {
    const text = body(object);
    const news = await payments.readNews(text, signature(text, SECRET, NOW));
    expect(news).toMatchObject({ id: "evt_1", customerId: customer, invoiceId: invoice });
  });

  test("about a refund lead to its invoice", async () => {
    giveCard(customerId, "4242424242424242");
    const { id } = await value(payments.createInvoice(order()));
    await value(payments.collect(id, `pay ${id}`));
    const { payment_intent } = store.get("in", id).payments.data[0]!.payment;
    const text = body({ object: "refund", id: "re_1", payment_intent });
    expect(await payments.readNews(text, signature(text, SECRET, NOW))).toMatchObject({ invoiceId: id });
  });

  test.each([
    ["nothing", ""],
    ["another secret", signature("{}", "whsec_other", NOW)],
    ["another body", signature("{ }", SECRET, NOW)],
    ["an old one", signature("{}", SECRET, NOW - 3_600)],
  ])("signed with %s are none", async (_, signed) => {
    expect(await payments.readNews("{}", signed)).toBeNull();
  });
});

test("what was kept is there after a restart", () => {
  const again = new Store(join(folder, "stripe.json"));
  expect(again.get("cus", customerId).email).toBe("a@b.test");
});
