import { StripeAnswer } from "./error.ts";
import type { Form } from "./form.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

/** What a call of the API has to work with. */
export interface Context {
  readonly store: Store;
  readonly webhooks: Webhooks;
  /** Query or body. */
  readonly form: Form;
  /** Parts of the path that its pattern names. */
  readonly ids: readonly string[];
  /** Where this server is. */
  readonly url: string;
  /** Seconds since the epoch. */
  readonly now: number;
}

export type Handler = (context: Context) => object;

/** `METHOD /v1/path/:id` → what serves it. */
export type Routes = Readonly<Record<string, Handler>>;

export const list = (data: readonly object[]): object => ({
  object: "list",
  data,
  has_more: false,
  url: "/v1",
});

/** The facts that every object begins with. */
export const born = (now: number) => ({ created: now, livemode: false as const });

export function metadataOf(form: Form): Record<string, string> {
  const given = form.metadata;
  if (given === undefined || typeof given === "string" || Array.isArray(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)]));
}

/** A card that can't be charged, as Stripe says it. */
export const declined = (message = "Your card was declined."): StripeAnswer =>
  new StripeAnswer(402, {
    type: "card_error",
    code: "card_declined",
    decline_code: "generic_decline",
    message,
  });
