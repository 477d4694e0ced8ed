import { born, type Context, list, type Routes } from "../context.ts";
import { missing } from "../error.ts";
import { listAt, textAt } from "../form.ts";
import type { Subscription } from "../objects.ts";
import type { Store } from "../store.ts";
import type { Webhooks } from "../webhooks.ts";

interface Beginning {
  readonly customer: string;
  readonly price: string;
  readonly method: string;
  /** End of the first period, seconds. */
  readonly anchor: number;
}

export function beginSubscription(
  { store, webhooks, now }: Context,
  { customer, price, method, anchor }: Beginning,
): Subscription {
  const id = store.newId("sub");
  const subscription = store.put("sub", {
    id,
    object: "subscription",
    ...born(now),
    billing_cycle_anchor: anchor,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    currency: "usd",
    customer,
    default_payment_method: method,
    ended_at: null,
    metadata: {},
    status: "active",
    items: {
      object: "list",
      data: [
        {
          id: store.newId("si"),
          object: "subscription_item",
          created: now,
          current_period_start: now,
          current_period_end: anchor,
          subscription: id,
          quantity: 1,
          price: store.get("price", price),
        },
      ],
    },
  });
  webhooks.tell("customer.subscription.created", subscription, now);
  return subscription;
}

/** Ends it with its period, or lets it go on. */
export function setCancel({ webhooks, now }: Context, subscription: Subscription, cancel: boolean): void {
  subscription.cancel_at_period_end = cancel;
  subscription.cancel_at = cancel ? subscription.items.data[0]!.current_period_end : null;
  subscription.canceled_at = cancel ? now : null;
  webhooks.tell("customer.subscription.updated", subscription, now);
}

/** Ends subscriptions whose period is over and who are to end, and begins the next month of the others. */
export function turnPeriods(store: Store, webhooks: Webhooks, now: number): void {
  for (const subscription of store.all("sub")) {
    const item = subscription.items.data[0]!;
    if (subscription.status === "canceled" || item.current_period_end > now) continue;
    if (subscription.cancel_at_period_end) {
      subscription.status = "canceled";
      subscription.ended_at = item.current_period_end;
      webhooks.tell("customer.subscription.deleted", subscription, now);
    } else {
      const end = new Date(item.current_period_end * 1000);
      item.current_period_start = item.current_period_end;
      item.current_period_end = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 1) / 1000;
      webhooks.tell("customer.subscription.updated", subscription, now);
    }
  }
}

/** Ends it now. */
function end({ webhooks, now }: Context, subscription: Subscription): void {
  subscription.status = "canceled";
  subscription.canceled_at = now;
  subscription.ended_at = now;
  webhooks.tell("customer.subscription.deleted", subscription, now);
}

export const SUBSCRIPTIONS: Routes = {
  "GET /v1/subscriptions": ({ store, form }) =>
    list(store.all("sub").filter(({ customer }) => customer === textAt(form, "customer"))),
  "GET /v1/subscriptions/:id": ({ store, ids }) => store.get("sub", ids[0]!),
  "DELETE /v1/subscriptions/:id": (context) => {
    const subscription = context.store.get("sub", context.ids[0]!);
    if (subscription.status === "canceled") throw missing(`subscription: ${subscription.id}`);
    end(context, subscription);
    return subscription;
  },
  "POST /v1/subscriptions/:id": (context) => {
    const { store, form, ids, webhooks, now } = context;
    const subscription = store.get("sub", ids[0]!);
    const price = textAt(listAt(form, "items")[0], "price");
    if (price !== undefined) subscription.items.data[0]!.price = store.get("price", price);
    const cancel = textAt(form, "cancel_at_period_end");
    if (cancel !== undefined) setCancel(context, subscription, cancel === "true");
    else webhooks.tell("customer.subscription.updated", subscription, now);
    return subscription;
  },
};
