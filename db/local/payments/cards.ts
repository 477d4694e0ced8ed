import { born, declined } from "./context.ts";
import { wrong } from "./error.ts";
import type { PaymentMethod } from "./objects.ts";
import type { Store } from "./store.ts";

export interface CardForm {
  readonly number: string;
  /** `MM/YY`. */
  readonly expires: string;
}

/** Stripe's test cards: what they do at first, and what they do when they are charged. */
const TEST_CARDS: Readonly<
  Record<string, { readonly brand: string; readonly taken: boolean; readonly charges: boolean }>
> = {
  "4242424242424242": { brand: "visa", taken: true, charges: true },
  "5555555555554444": { brand: "mastercard", taken: true, charges: true },
  // Can be kept; charging it fails.
  "4000000000000341": { brand: "visa", taken: true, charges: false },
  "4000000000000002": { brand: "visa", taken: false, charges: false },
};

/** Keeps a test card for a customer. @throws StripeAnswer when it is none, has expired or is declined */
export function keepCard(store: Store, customer: string, form: CardForm, now: number): PaymentMethod {
  const number = form.number.replace(/\D/g, "");
  const card = TEST_CARDS[number];
  if (card === undefined) throw wrong("Only Stripe’s test cards work here, such as 4242 4242 4242 4242.");
  const [, month, year] = /^(0[1-9]|1[0-2])\s*\/\s*(\d\d)$/.exec(form.expires.trim()) ?? [];
  if (month === undefined || year === undefined) throw wrong("Write the expiry date as MM/YY.");
  const end = Date.UTC(2000 + Number(year), Number(month), 1) / 1000;
  if (end <= now) throw wrong("Your card has expired.", "expired_card");
  if (!card.taken) throw declined();
  return store.put("pm", {
    id: store.newId("pm"),
    object: "payment_method",
    ...born(now),
    customer,
    type: "card",
    card: {
      brand: card.brand,
      last4: number.slice(-4),
      exp_month: Number(month),
      exp_year: 2000 + Number(year),
    },
    _charges: card.charges,
  });
}

/** `Visa ending in 4242`. */
export function cardText({ card: { brand, last4 } }: PaymentMethod): string {
  return `${brand[0]!.toUpperCase()}${brand.slice(1)} ending in ${last4}`;
}
