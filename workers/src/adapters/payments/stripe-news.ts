import Stripe from "stripe";
import type { PaymentNews } from "../../ports/payments.ts";
import { idOf } from "./stripe-client.ts";

/** The fields that tell whom an object is about; objects of news have some of them. */
interface About {
  readonly object: string;
  readonly id: string;
  readonly customer?: string | { readonly id: string } | null;
  readonly payment_intent?: string | { readonly id: string } | null;
}

const PAID_OBJECTS = new Set(["charge", "refund"]);

/** A web hook's news; null when its signature is wrong or older than five minutes. */
export async function readNews(
  stripe: Stripe,
  secret: string,
  body: string,
  signature: string,
): Promise<PaymentNews | null> {
  let event: Stripe.Event;
  try {
    const crypto = Stripe.createSubtleCryptoProvider();
    event = await stripe.webhooks.constructEventAsync(body, signature, secret, undefined, crypto);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
  const about = event.data.object as unknown as About;
  return {
    id: event.id,
    type: event.type,
    createdAt: new Date(event.created * 1000),
    customerId: about.object === "customer" ? about.id : idOf(about.customer),
    invoiceId: about.object === "invoice" ? about.id : await invoiceOfPayment(stripe, about),
  };
}

/** The invoice that a charge or refund belongs to. */
async function invoiceOfPayment(stripe: Stripe, about: About): Promise<string | null> {
  const payment_intent = idOf(about.payment_intent);
  if (!PAID_OBJECTS.has(about.object) || payment_intent === null) return null;
  const payment = { type: "payment_intent", payment_intent };
  const { data } = await stripe.invoicePayments.list({ payment, limit: 1 });
  return idOf(data[0]?.invoice);
}
