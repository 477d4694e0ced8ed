import type Stripe from "stripe";

/**
 * The objects that the stand-in keeps, in the shapes of Stripe's own types: the fields that we read or send, and what a
 * reader of Stripe's documentation would look for first. The compiler holds them against the pinned version of the SDK.
 * Fields that begin with `_` never leave.
 */
export type Customer = Pick<
  Stripe.Customer,
  "id" | "object" | "created" | "email" | "name" | "balance" | "livemode" | "metadata" | "address"
> & { invoice_settings: Pick<Stripe.Customer.InvoiceSettings, "default_payment_method"> };

export type Price = Pick<
  Stripe.Price,
  | "id"
  | "object"
  | "active"
  | "created"
  | "currency"
  | "livemode"
  | "lookup_key"
  | "product"
  | "type"
  | "unit_amount"
> & { recurring: { interval: string; usage_type: string }; _name: string };

export type PaymentMethod = Pick<
  Stripe.PaymentMethod,
  "id" | "object" | "created" | "customer" | "livemode" | "type"
> & {
  card: Pick<Stripe.PaymentMethod.Card, "brand" | "last4" | "exp_month" | "exp_year">;
  /** Whether charging it works. */
  _charges: boolean;
};

export type Subscription = Pick<
  Stripe.Subscription,
  | "id"
  | "object"
  | "billing_cycle_anchor"
  | "cancel_at"
  | "cancel_at_period_end"
  | "canceled_at"
  | "created"
  | "currency"
  | "customer"
  | "default_payment_method"
  | "ended_at"
  | "livemode"
  | "metadata"
  | "status"
> & {
  items: {
    object: "list";
    data: (Pick<
      Stripe.SubscriptionItem,
      "id" | "object" | "created" | "current_period_start" | "current_period_end" | "subscription"
    > & { price: Price; quantity: number })[];
  };
};

export type Session = Pick<
  Stripe.Checkout.Session,
  | "id"
  | "object"
  | "cancel_url"
  | "created"
  | "customer"
  | "livemode"
  | "mode"
  | "status"
  | "subscription"
  | "success_url"
  | "url"
> & { _price: string; _anchor: number };

export type PortalSession = Pick<
  Stripe.BillingPortal.Session,
  "id" | "object" | "created" | "customer" | "livemode" | "return_url" | "url"
>;

export type InvoiceLine = Pick<
  Stripe.InvoiceLineItem,
  "id" | "object" | "amount" | "currency" | "description" | "invoice" | "livemode" | "period"
>;

export type InvoicePayment = Pick<
  Stripe.InvoicePayment,
  | "id"
  | "object"
  | "amount_paid"
  | "amount_requested"
  | "created"
  | "currency"
  | "invoice"
  | "is_default"
  | "livemode"
  | "status"
> & { payment: { type: "payment_intent"; payment_intent: string } };

export type PaymentIntent = Pick<
  Stripe.PaymentIntent,
  "id" | "object" | "amount" | "created" | "currency" | "customer" | "livemode" | "status"
> & { last_payment_error: { type: string; code: string; message: string } | null; _refunded: number };

export type Invoice = Pick<
  Stripe.Invoice,
  | "id"
  | "object"
  | "amount_due"
  | "amount_paid"
  | "amount_remaining"
  | "attempt_count"
  | "attempted"
  | "auto_advance"
  | "collection_method"
  | "created"
  | "currency"
  | "customer"
  | "description"
  | "hosted_invoice_url"
  | "livemode"
  | "metadata"
  | "number"
  | "status"
  | "subtotal"
  | "total"
> & {
  automatic_tax: { enabled: boolean };
  lines: { object: "list"; data: InvoiceLine[]; has_more: boolean };
  payments: { object: "list"; data: InvoicePayment[] };
  total_taxes: { amount: number; tax_behavior: "exclusive" }[];
};

export type Refund = Pick<
  Stripe.Refund,
  | "id"
  | "object"
  | "amount"
  | "created"
  | "currency"
  | "customer"
  | "metadata"
  | "payment_intent"
  | "reason"
  | "status"
>;

export type Meter = Pick<
  Stripe.Billing.Meter,
  "id" | "object" | "created" | "display_name" | "event_name" | "livemode" | "status"
>;

export type MeterEvent = Pick<
  Stripe.Billing.MeterEvent,
  "object" | "created" | "event_name" | "identifier" | "livemode" | "payload" | "timestamp"
> & { id: string };

export type StripeEvent = Pick<
  Stripe.Event,
  "id" | "object" | "api_version" | "created" | "livemode" | "type"
> & {
  data: { object: object };
  /** Taken by the receiver. */
  _delivered: boolean;
};

/** Everything that is kept, by what its ids begin with. */
export interface Kinds {
  cus: Customer;
  price: Price;
  pm: PaymentMethod;
  sub: Subscription;
  cs: Session;
  bps: PortalSession;
  in: Invoice;
  pi: PaymentIntent;
  re: Refund;
  mtr: Meter;
  mev: MeterEvent;
  evt: StripeEvent;
}
