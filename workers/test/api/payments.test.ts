import { centsOf } from "@edgewise/core/billing/cents.ts";
import { signature } from "@edgewise/db/local/payments/webhooks.ts";
import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { INTERNAL_KEY, type Json } from "../api-harness.ts";
import { type PaymentsBed, startPaymentsBed, WEBHOOK_SECRET } from "../payments-bed.ts";

const B = "/api/organizations/@current/billing";
const CARD = { expires: "12/40", cvc: "123", country: "DE" };
const GOOD = { number: "4242 4242 4242 4242", ...CARD };
const FAILS_LATER = { number: "4000 0000 0000 0341", ...CARD };
const now = new Date();
/** Hours into the day of a later month. */
const later = (months: number, day = 1, hour = 4) =>
  Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, day, hour);

let bed: PaymentsBed;
beforeAll(async () => {
  bed = await startPaymentsBed({ STRIPE_TAX: "on" });
});
afterAll(() => bed?.dispose());

const plan = async () => (await bed.t.call("GET", `${B}/plan/`)).body;
const limitsNow = async () => ((await bed.t.call("GET", `${B}/`)).body.limits as Json).limits;
const list = (body: Json) => body as unknown as Record<string, unknown>[];
const invoices = async () => list((await bed.t.call("GET", `${B}/invoices/`)).body.results as Json);
const alerts = async () =>
  list((await bed.t.call("GET", `${B}/`)).body.alerts as Json).map(({ detail }) =>
    String((detail as { text: string }).text),
  );
const soon = { timeout: 15_000, interval: 200 };

test("without a plan only what is free can be used, whatever limit was set", async () => {
  expect(await plan()).toMatchObject({
    available: true,
    plan: "free",
    status: "",
    card: null,
    owed_cents: 0,
  });
  await bed.t.call("PATCH", `${B}/limits/`, { limits: { overall: 50_000_000, products: {} } });
  expect(await limitsNow()).toMatchObject({ overall: 0 });
  expect((await bed.t.call("GET", `${B}/`)).body).toMatchObject({
    due_micros: 0,
    projected_due_micros: { expected: 0, low: 0, high: 0 },
  });
  await bed.t.call("PATCH", `${B}/limits/`, { limits: null });
  for (const [method, path, body] of [
    ["PATCH", "plan/", { plan: "scale" }],
    ["POST", "cancel/", {}],
    ["POST", "resume/", {}],
  ] as const)
    expect(await bed.t.call(method, `${B}/${path}`, body)).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
  expect((await bed.t.call("POST", `${B}/checkout/`, { plan: "free" })).status).toBe(400);
  expect((await bed.t.call("POST", `${B}/checkout/`, { plan: "usage", project_id: 99_999 })).status).toBe(
    404,
  );
});

test("a checkout: a card that is declined, one that is taken; then a modest limit holds by default", async () => {
  const { url } = (await bed.t.call("POST", `${B}/checkout/`, { plan: "usage" })).body as unknown as {
    url: string;
  };
  const refused = await bed.submit(url, { ...GOOD, number: "4000000000000002" });
  expect(refused).toMatchObject({ status: 402, text: expect.stringContaining("declined") });
  const done = await bed.submit(url, GOOD);
  expect(done).toMatchObject({ status: 303, to: expect.stringMatching(/\/billing\/plan\?checkout=done$/) });
  await expect.poll(plan, soon).toMatchObject({
    plan: "usage",
    status: "active",
    card: { brand: "visa", last4: "4242", expires: "12/2040" },
  });
  expect(await limitsNow()).toMatchObject({ overall: 100_000_000 });
  expect((await bed.t.call("POST", `${B}/checkout/`, { plan: "scale" })).status).toBe(409);
});

test("web hooks need the right signature, and a known one changes nothing", async () => {
  const events = list((await bed.stripe("events")).data as Json);
  const { id } = events.find(({ type }) => type === "customer.subscription.created")!;
  const send = async (body: string, signed: string) => {
    const headers = { "stripe-signature": signed };
    return (await bed.t.edge("/api/billing/webhooks/stripe/", { method: "POST", body, headers })).status;
  };
  const at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify(events.find((event) => event.id === id));
  expect(await send(body, signature(body, WEBHOOK_SECRET, at))).toBe(200);
  expect(await send(body, signature(body, "whsec_another", at))).toBe(400);
  expect(await send(body, signature(body, WEBHOOK_SECRET, at - 3_600))).toBe(400);
  expect(await send(`${body} `, signature(body, WEBHOOK_SECRET, at))).toBe(400);
  expect(await send(body, "")).toBe(400);
  // An old one that comes last, and one about somebody else.
  const old = JSON.stringify({
    ...JSON.parse(body),
    id: "evt_old",
    data: { object: { object: "subscription", id: "sub_x", customer: "cus_00000001", status: "canceled" } },
  });
  const other = JSON.stringify({
    ...JSON.parse(body),
    id: "evt_other",
    data: { object: { object: "customer", id: "cus_other" } },
  });
  expect(await send(old, signature(old, WEBHOOK_SECRET, at))).toBe(200);
  expect(await send(other, signature(other, WEBHOOK_SECRET, at))).toBe(200);
  expect(await plan()).toMatchObject({ plan: "usage", status: "active" });
});

test("a month's invoice is the provider's to the cent, collected once", async () => {
  const answers = Array.from({ length: 1_707 }, (_, index) => ({
    event: "survey sent",
    distinct_id: `u${index}`,
    properties: {},
  }));
  await bed.t.capture(answers.slice(0, 900));
  await bed.t.capture(answers.slice(900));
  await expect.poll(async () => (await invoices())[0]!.due_micros, soon).toBe(207 * 80_000);
  expect((await bed.jobs(later(1))).billing).toMatchObject({ invoices: 1, failed: 0 });
  expect((await bed.jobs(later(1))).payments).toMatchObject({ tried: 1, failed: 0 });
  expect((await bed.jobs(later(1))).payments).toMatchObject({ tried: 0, failed: 0 });
  const [, closed] = await invoices();
  const cents = centsOf(Number(closed!.due_micros));
  const tax = Math.round(cents * 0.19);
  expect(cents).toBe(1_656);
  expect(closed).toMatchObject({
    status: "paid",
    payment: {
      total_cents: cents + tax,
      tax_cents: tax,
      paid_cents: cents + tax,
      refunded_cents: 0,
      error: null,
    },
  });
  const [theirs, ...more] = list((await bed.stripe("invoices?customer=cus_00000001")).data as Json);
  expect(more).toEqual([]);
  expect(theirs).toMatchObject({ subtotal: cents, total: cents + tax, status: "paid" });
  // The provider's meters were told each day once.
  const night = later(1, 1, 3);
  await bed.jobs(night);
  await bed.jobs(night + 600_000);
  const told = list((await bed.stripe("billing/meter_events")).data as Json);
  expect(told.filter(({ event_name }) => event_name === "edgewise_surveys").length).toBeLessThanOrEqual(1);
});

test("a part is given back once, whoever asks twice; never more than was paid", async () => {
  const [, closed] = await invoices();
  const refund = async (cents: number, key: string) => {
    const body = { organizationId: bed.t.account.organizationId, invoiceId: closed!.id, cents, key };
    const headers = { "x-internal-key": INTERNAL_KEY, "content-type": "application/json" };
    return (await bed.t.api("/api/_internal/refund", { method: "POST", headers, body: JSON.stringify(body) }))
      .status;
  };
  expect([await refund(500, "a"), await refund(500, "a"), await refund(5_000, "b")]).toEqual([200, 200, 400]);
  const [, after] = await invoices();
  expect(after).toMatchObject({
    status: "paid",
    payment: { refunded_cents: 500, refund_status: "succeeded" },
  });
  expect(await alerts()).toContainEqual(expect.stringContaining("$5.00 of $19.71 were given back"));
});

test("a failed payment: retries, grace, counting mode; a new card pays at once and everything is as before", async () => {
  expect((await bed.t.call("PATCH", `${B}/plan/`, { plan: "scale" })).body).toMatchObject({ plan: "scale" });
  const { projected_due_micros: due } = (await bed.t.call("GET", `${B}/`)).body;
  // The fee of the rest of the month, and use within its limit.
  expect(Number(due!.high)).toBeLessThanOrEqual(300_000_000);
  expect(Number(due!.low)).toBeGreaterThan(0);
  const portal = async () =>
    ((await bed.t.call("POST", `${B}/portal/`, {})).body as unknown as { url: string }).url;
  await bed.submit(await portal(), { ...FAILS_LATER, do: "card" });
  await expect.poll(plan, soon).toMatchObject({ card: { last4: "0341" } });

  const failed = later(2);
  await bed.jobs(failed);
  expect((await bed.jobs(failed)).payments).toMatchObject({ tried: 1 });
  const owed = await plan();
  expect(owed).toMatchObject({ status: "past_due", owed_cents: 23_800 });
  const [, open] = await invoices();
  expect(open).toMatchObject({
    status: "open",
    fees: [{ label: "Scale plan", amount_micros: 200_000_000 }],
    payment: { attempts: 1, error: "Your card was declined." },
  });
  expect(await limitsNow()).toMatchObject({ overall: 100_000_000 });
  expect(await alerts()).toContainEqual(
    expect.stringContaining("could not be collected: Your card was declined."),
  );

  const day = 86_400_000;
  expect((await bed.jobs(failed + day / 2)).payments).toMatchObject({ tried: 0 });
  for (const days of [1, 3, 5, 7, 10])
    expect((await bed.jobs(failed + days * day + 1_000)).payments).toMatchObject({ tried: 1 });
  expect((await bed.jobs(failed + 12 * day)).payments).toMatchObject({ tried: 0 });
  expect(await alerts()).toContainEqual(expect.stringContaining("From "));
  await bed.jobs(failed + 15 * day);
  expect(await alerts()).toContainEqual(expect.stringContaining("Nothing is lost"));

  const [, still] = await invoices();
  expect((await bed.t.call("POST", `${B}/invoices/${still!.id}/pay/`)).body).toMatchObject({
    status: "open",
    payment: { attempts: 7 },
  });
  await bed.submit(await portal(), { ...GOOD, do: "card" });
  await expect.poll(plan, soon).toMatchObject({ status: "active", owed_cents: 0, grace_ends_at: null });
  expect((await invoices())[1]).toMatchObject({ status: "paid", payment: { error: null } });
  expect(await limitsNow()).toMatchObject({ overall: 100_000_000 });
  expect((await bed.t.call("POST", `${B}/invoices/${still!.id}/pay/`)).status).toBe(409);
});

test("cancelling ends with the month, can be taken back, and what was used is still invoiced", async () => {
  expect((await bed.t.call("POST", `${B}/cancel/`)).body).toMatchObject({
    plan: "scale",
    cancel_at: expect.any(String),
  });
  expect((await bed.t.call("POST", `${B}/resume/`)).body).toMatchObject({ plan: "scale", cancel_at: null });
  expect((await bed.t.call("POST", `${B}/cancel/`)).body).toMatchObject({ cancel_at: expect.any(String) });
  const { body } = await bed.t.call("GET", "/api/organizations/@current/activity/?scope=Billing&limit=50");
  const entries = list(body.results as Json).map(({ activity, name }) => `${activity} ${name}`);
  expect(entries).toEqual(
    expect.arrayContaining([
      "cancelled Plan",
      "resumed Plan",
      "updated Plan scale",
      `refunded Invoice of ${now.toISOString().slice(0, 7)}`,
    ]),
  );
});

test("a deleted organisation ends its plan at once, and what it owes is settled before it is erased", async () => {
  const { t } = bed;
  const made = await t.call("POST", "/api/organizations/", { name: "Leaving" });
  expect(made.status).toBe(201);
  const organizationId = String(made.body.id);
  const own = `/api/organizations/${organizationId}/billing`;
  const { body: project } = await t.call("POST", `/api/organizations/${organizationId}/projects/`, {
    name: "Last",
  });
  expect(project.id).toBeDefined();
  const { url } = (await t.call("POST", `${own}/checkout/`, { plan: "scale" })).body as unknown as {
    url: string;
  };
  await bed.submit(url, GOOD);
  await expect
    .poll(async () => (await t.call("GET", `${own}/plan/`)).body, soon)
    .toMatchObject({ plan: "scale" });
  const database = createClient(t.mysql);
  const sql = async (text: string) => (await database.execute(text)).rows as Record<string, unknown>[];
  // A good part of a month on the plan.
  const since = Date.now() - 5 * 86_400_000;
  await sql(
    `UPDATE billing_terms SET from_at = '${new Date(since).toISOString().replace("T", " ").replace("Z", "")}' WHERE organization_id = '${organizationId}' AND plan = 'scale'`,
  );

  expect((await t.call("DELETE", `/api/organizations/${organizationId}/`)).status).toBe(204);
  const customer = bed.store.all("cus").find(({ name }) => name === "Leaving");
  const [subscription] = list((await bed.stripe(`subscriptions?customer=${customer?.id}`)).data as Json);
  expect(subscription).toMatchObject({ status: "canceled" });

  const terms = await sql(
    `SELECT plan FROM billing_terms WHERE organization_id = '${organizationId}' ORDER BY from_at DESC LIMIT 1`,
  );
  expect(terms).toEqual([{ plan: "free" }]);
  // Its events were erased before; no event store runs here.
  await sql(`UPDATE projects SET erased_at = deleted_at WHERE organization_id = '${organizationId}'`);
  const invoicesOf = () =>
    sql(
      `SELECT status, content FROM invoices WHERE organization_id = '${organizationId}' AND status = 'paid'`,
    );
  const settled = async () => {
    await bed.jobs(Date.now() + 15 * 86_400_000);
    return (await invoicesOf()).length;
  };
  await expect.poll(settled, { timeout: 15_000, interval: 100 }).toBeGreaterThan(0);
  const written = await invoicesOf();
  const cents = written.map(({ content }) => centsOf((content as { due: number }).due));
  const sum = cents.reduce((all, one) => all + one, 0);
  // Five days of a month at $200.
  expect(sum).toBeGreaterThan(3_000);
  expect(sum).toBeLessThan(3_700);
});
