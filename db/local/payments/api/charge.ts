import { type Context, declined } from "../context.ts";
import { StripeAnswer, wrong } from "../error.ts";
import type { Invoice } from "../objects.ts";

/** Charges an invoice to a card. @throws StripeAnswer when it is not open, there is no card, or the card is declined */
export function charge({ store, webhooks, now }: Context, invoice: Invoice, methodId: string | null): void {
  if (invoice.status === "paid") throw wrong("Invoice is already paid.", "invoice_already_paid");
  if (invoice.status !== "open") throw wrong(`An invoice that is ${invoice.status} is not paid.`);
  invoice.attempted = true;
  const entry = invoice.payments.data[0]!;
  const intent = store.get("pi", entry.payment.payment_intent);
  const method = methodId === null ? undefined : store.find("pm", methodId);
  const refusal =
    method === undefined
      ? new StripeAnswer(402, {
          type: "card_error",
          code: "missing",
          message: "There is no card on file to charge.",
        })
      : method._charges
        ? null
        : declined();
  if (refusal !== null) {
    invoice.attempt_count++;
    intent.status = "requires_payment_method";
    intent.last_payment_error = refusal.body.error as unknown as typeof intent.last_payment_error;
    webhooks.tell("invoice.payment_failed", invoice, now);
    throw refusal;
  }
  invoice.attempt_count++;
  intent.status = "succeeded";
  intent.last_payment_error = null;
  invoice.status = "paid";
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  Object.assign(entry, { status: "paid", amount_paid: invoice.amount_due });
  webhooks.tell("invoice.paid", invoice, now);
}
