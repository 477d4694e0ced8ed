import { charge } from "../api/charge.ts";
import { completeCheckout } from "../api/sessions.ts";
import { setCancel } from "../api/subscriptions.ts";
import { cardText, keepCard } from "../cards.ts";
import type { Context } from "../context.ts";
import { missing, wrong } from "../error.ts";
import { textAt } from "../form.ts";
import { CARD_FIELDS, dollars, escapeHtml, page } from "./layout.ts";

/** HTML, or where to go. */
export type PageAnswer = { readonly html: string } | { readonly location: string };
export type Page = (context: Context, error?: string) => PageAnswer;

const cardOf = ({ form }: Context) => ({
  number: textAt(form, "number") ?? "",
  expires: textAt(form, "expires") ?? "",
});

function useCard(context: Context, customerId: string): string {
  const { store, webhooks, now } = context;
  const method = keepCard(store, customerId, cardOf(context), now);
  const customer = store.get("cus", customerId);
  customer.invoice_settings.default_payment_method = method.id;
  webhooks.tell("payment_method.attached", method, now);
  webhooks.tell("customer.updated", customer, now);
  return method.id;
}

const link = (url: string | null, text: string) =>
  url === null ? "" : `<p><a href="${escapeHtml(url)}">${text}</a></p>`;

function showCheckout({ store, ids }: Context, error?: string): PageAnswer {
  const session = store.get("cs", ids[0]!);
  if (session.status !== "open")
    return { html: page("This checkout is over", link(session.success_url, "Go on")) };
  const body = `<p>${escapeHtml(store.get("price", session._price)._name)}</p><form method="post">${CARD_FIELDS}
<label>Country<select name="country"><option>US<option>DE<option>FR<option>GB</select></label>
<button>Subscribe</button></form>${link(session.cancel_url, "Back")}`;
  return { html: page("Checkout", body, error) };
}

function takeCheckout(context: Context): PageAnswer {
  const { store, ids, now } = context;
  const session = store.get("cs", ids[0]!);
  if (session.status !== "open") throw wrong("This checkout is over.");
  const method = keepCard(store, String(session.customer), cardOf(context), now);
  completeCheckout(context, session, method.id, textAt(context.form, "country") ?? "US");
  return { location: (session.success_url ?? "/").replace("{CHECKOUT_SESSION_ID}", session.id) };
}

function showPortal({ store, ids }: Context, error?: string): PageAnswer {
  const session = store.get("bps", ids[0]!);
  const customer = store.get("cus", session.customer);
  const method = store.find("pm", String(customer.invoice_settings.default_payment_method ?? ""));
  const subscription = store.all("sub").find((one) => one.customer === customer.id);
  const invoices = store
    .all("in")
    .filter((one) => one.customer === customer.id && one.status !== "draft")
    .map(
      (one) =>
        `<tr><td><a href="${escapeHtml(one.hosted_invoice_url ?? "")}">${escapeHtml(one.description ?? one.id)}</a>, ${one.status}<td>${dollars(one.total)}`,
    );
  const button = subscription?.cancel_at_period_end
    ? ["resume", "Go on after all"]
    : ["cancel", "Cancel plan"];
  const body = `<p>${escapeHtml(method ? cardText(method) : "No card")}</p>
<form method="post">${CARD_FIELDS}<button name="do" value="card">Use this card</button></form>
${subscription?.status === "active" ? `<form method="post"><button name="do" value="${button[0]}">${button[1]}</button></form>` : ""}
<h2>Invoices</h2><table>${invoices.join("") || "<tr><td>None yet"}</table>${link(session.return_url, "Back")}`;
  return { html: page("Card and invoices", body, error) };
}

function takePortal(context: Context): PageAnswer {
  const { store, ids, form } = context;
  const session = store.get("bps", ids[0]!);
  const wanted = textAt(form, "do");
  const subscription = store.all("sub").find((one) => one.customer === session.customer);
  if (wanted === "card") useCard(context, session.customer);
  else if (subscription) setCancel(context, subscription, wanted === "cancel");
  return { location: session.url };
}

function showInvoice({ store, ids }: Context, error?: string): PageAnswer {
  const invoice = store.get("in", ids[0]!);
  if (invoice.status === "draft") throw missing(invoice.id);
  const lines = invoice.lines.data.map(
    ({ description, amount }) => `<tr><td>${escapeHtml(description ?? "")}<td>${dollars(amount)}`,
  );
  const tax = invoice.total_taxes.map(({ amount }) => `<tr><td>Tax<td>${dollars(amount)}`);
  const pay = `<form method="post">${CARD_FIELDS}<button>Pay ${dollars(invoice.amount_remaining)}</button></form>`;
  const body = `<p>${escapeHtml(invoice.description ?? "")} (${escapeHtml(invoice.number ?? "")})</p><table>${lines.join("")}${tax.join("")}
<tr><td><b>Total</b><td><b>${dollars(invoice.total)}</b></table>${invoice.status === "open" ? pay : `<p>${invoice.status}</p>`}`;
  return { html: page("Invoice", body, error) };
}

function takeInvoice(context: Context): PageAnswer {
  const { store, ids } = context;
  const invoice = store.get("in", ids[0]!);
  charge(context, invoice, useCard(context, String(invoice.customer)));
  return { location: invoice.hosted_invoice_url ?? "/" };
}

/** Pages that people see, by what their path begins with. */
export const PAGES: Readonly<Record<string, { readonly show: Page; readonly take: Page }>> = {
  checkout: { show: showCheckout, take: takeCheckout },
  portal: { show: showPortal, take: takePortal },
  invoice: { show: showInvoice, take: takeInvoice },
};
