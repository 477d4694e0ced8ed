import type { CentLine } from "@edgewise/core/billing/cents.ts";
import type { PaidPlan } from "@edgewise/core/billing/plans.ts";
import type { ProductKey } from "@edgewise/core/billing/products.ts";
import type { PaymentCard } from "@edgewise/db/mysql/schema/billing.ts";

/**
 * The payment provider. It holds cards and collects; what is owed, and why, is ours. Every write carries a key that follows
 * from what is written, so that a repeated call does it once.
 */
export interface Payments {
  /** Makes the customer of an organisation, or answers the one that it has. */
  createCustomer(customer: NewCustomer): Promise<PaymentResult<string>>;
  /** A page of the provider where somebody puts down a card and begins a plan. */
  checkout(order: CheckoutOrder): Promise<PaymentResult<string>>;
  /** A page of the provider with card, address, tax numbers and receipts. */
  portal(customerId: string, returnUrl: string): Promise<PaymentResult<string>>;
  /** Subscription and card as they are now. */
  customer(customerId: string): Promise<PaymentResult<CustomerState>>;
  /** Puts a subscription on another plan, from now on. */
  changePlan(subscriptionId: string, plan: PaidPlan, key: string): Promise<PaymentResult<void>>;
  /** Ends a subscription with its month, or lets it go on after all. */
  setCancel(subscriptionId: string, cancel: boolean, key: string): Promise<PaymentResult<void>>;
  /** Ends a subscription now; one that has ended stays so. What was used until then is ours to invoice. */
  endSubscription(subscriptionId: string): Promise<PaymentResult<void>>;
  /** Tells a product's meter the billable units of a UTC day. For statements: prices are not made of it. */
  reportUnits(report: UnitsReport): Promise<PaymentResult<void>>;
  /** Makes an invoice of exactly these lines, plus tax where it is due, and final; collects nothing. */
  createInvoice(order: InvoiceOrder): Promise<PaymentResult<InvoiceState>>;
  invoice(invoiceId: string): Promise<PaymentResult<InvoiceState>>;
  /** Collects an open invoice from the customer's card. A card that is declined is a state with `error`, not a failure. */
  collect(invoiceId: string, key: string): Promise<PaymentResult<InvoiceState>>;
  /** Gives back a part of what was paid. */
  refund(invoiceId: string, cents: number, key: string): Promise<PaymentResult<void>>;
  /** A web hook's news when its signature is right and young; null when not. What happened is asked, never believed. */
  readNews(body: string, signature: string): Promise<PaymentNews | null>;
}

export interface NewCustomer {
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
}

export interface CheckoutOrder {
  readonly customerId: string;
  readonly plan: PaidPlan;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** First millisecond of the next month (UTC): periods are calendar months. */
  readonly anchor: number;
}

export interface CustomerState {
  /** Null = never subscribed. The newest one. */
  readonly subscription: {
    readonly id: string;
    readonly status: string;
    readonly plan: string;
    readonly cancelAt: Date | null;
    readonly periodEnd: Date | null;
  } | null;
  readonly card: PaymentCard | null;
}

export interface UnitsReport {
  readonly organizationId: string;
  readonly customerId: string;
  readonly product: ProductKey;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly units: number;
}

export interface InvoiceOrder {
  /** Our own id. */
  readonly id: string;
  readonly customerId: string;
  readonly description: string;
  readonly lines: readonly CentLine[];
  /** Of the month, ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

export interface InvoiceState {
  readonly id: string;
  readonly customerId: string;
  readonly status: "draft" | "open" | "paid" | "void" | "uncollectible";
  /** Page where anybody with the link pays it. */
  readonly url: string | null;
  readonly totalCents: number;
  readonly taxCents: number;
  readonly paidCents: number;
  readonly refundedCents: number;
  readonly refundStatus: string | null;
  /** Why the last attempt to collect failed. */
  readonly error: string | null;
}

/** Something changed: about whom, and which invoice. */
export interface PaymentNews {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  readonly customerId: string | null;
  readonly invoiceId: string | null;
}

/** `unavailable`: the same call may succeed later. `rejected`: it will fail again. */
export interface PaymentError {
  readonly code: "unavailable" | "rejected";
  readonly message: string;
}

export type PaymentResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PaymentError };
