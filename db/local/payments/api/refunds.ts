import { born, list, metadataOf, type Routes } from "../context.ts";
import { wrong } from "../error.ts";
import { textAt } from "../form.ts";

export const REFUNDS: Routes = {
  "GET /v1/refunds": ({ store, form }) =>
    list(store.all("re").filter(({ payment_intent }) => payment_intent === textAt(form, "payment_intent"))),
  "POST /v1/refunds": ({ store, form, now, webhooks }) => {
    const intent = store.get("pi", textAt(form, "payment_intent") ?? "");
    const left = (intent.status === "succeeded" ? intent.amount : 0) - intent._refunded;
    const amount = Number(textAt(form, "amount") ?? left);
    if (!(Number.isInteger(amount) && amount > 0)) throw wrong("Invalid positive integer: amount");
    if (amount > left)
      throw wrong(
        `Refund amount ($${amount / 100}) is greater than unrefunded amount on charge ($${left / 100})`,
      );
    intent._refunded += amount;
    const { livemode: _, ...facts } = born(now);
    const refund = store.put("re", {
      id: store.newId("re"),
      object: "refund",
      ...facts,
      amount,
      currency: intent.currency,
      customer: intent.customer,
      metadata: metadataOf(form),
      payment_intent: intent.id,
      reason: "requested_by_customer",
      status: "succeeded",
    });
    webhooks.tell("refund.created", refund, now);
    return refund;
  },
};
