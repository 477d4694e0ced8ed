import { born, type Context, type Routes } from "../context.ts";
import { wrong } from "../error.ts";
import { listAt, textAt } from "../form.ts";
import type { Session } from "../objects.ts";
import { beginSubscription } from "./subscriptions.ts";

/** Pages that somebody is sent to. */
export const SESSIONS: Routes = {
  "POST /v1/checkout/sessions": ({ store, form, now, url }) => {
    const customer = store.get("cus", textAt(form, "customer") ?? "").id;
    const price = textAt(listAt(form, "line_items")[0], "price") ?? "";
    store.get("price", price);
    const anchor = Number(textAt(form, "subscription_data", "billing_cycle_anchor") ?? 0);
    if (anchor <= now) throw wrong("subscription_data[billing_cycle_anchor] must be in the future.");
    const id = store.newId("cs");
    return store.put("cs", {
      id,
      object: "checkout.session",
      ...born(now),
      cancel_url: textAt(form, "cancel_url") ?? null,
      customer,
      mode: "subscription",
      status: "open",
      subscription: null,
      success_url: textAt(form, "success_url") ?? null,
      url: `${url}/checkout/${id}`,
      _price: price,
      _anchor: anchor,
    });
  },
  "GET /v1/checkout/sessions/:id": ({ store, ids }) => store.get("cs", ids[0]!),
  "POST /v1/billing_portal/sessions": ({ store, form, now, url }) => {
    const id = store.newId("bps");
    return store.put("bps", {
      id,
      object: "billing_portal.session",
      ...born(now),
      customer: store.get("cus", textAt(form, "customer") ?? "").id,
      return_url: textAt(form, "return_url") ?? null,
      url: `${url}/portal/${id}`,
    });
  },
};

/** What happens when somebody finished a checkout with a card that was taken. */
export function completeCheckout(
  context: Context,
  session: Session,
  methodId: string,
  country: string,
): void {
  const { store, webhooks, now } = context;
  const customer = store.get("cus", String(session.customer));
  customer.address = { city: null, country, line1: null, line2: null, postal_code: null, state: null };
  const subscription = beginSubscription(context, {
    customer: customer.id,
    price: session._price,
    method: methodId,
    anchor: session._anchor,
  });
  session.subscription = subscription.id;
  session.status = "complete";
  webhooks.tell("checkout.session.completed", session, now);
}
