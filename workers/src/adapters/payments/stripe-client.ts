import Stripe from "stripe";
import type { PaymentError, PaymentResult } from "../../ports/payments.ts";

const TIMEOUT_MS = 20_000;
const RETRIES = 2;

/** Stripe's own SDK over `fetch`. `url`: another host that speaks the same API (the stand-in of one machine). */
export function stripeClient(key: string, url: string | null): Stripe {
  const at = url === null ? null : new URL(url);
  return new Stripe(key, {
    httpClient: Stripe.createFetchHttpClient((...args: Parameters<typeof fetch>) => fetch(...args)),
    maxNetworkRetries: RETRIES,
    timeout: TIMEOUT_MS,
    telemetry: false,
    ...(at === null
      ? {}
      : { host: at.hostname, port: at.port, protocol: at.protocol === "https:" ? "https" : "http" }),
  });
}

/** Runs calls of the SDK; what it throws becomes a value. Bugs of ours go through. */
export async function asResult<T>(run: () => Promise<T>): Promise<PaymentResult<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return { ok: false, error: errorOf(error) };
    throw error;
  }
}

function errorOf(error: InstanceType<typeof Stripe.errors.StripeError>): PaymentError {
  const { StripeInvalidRequestError, StripeCardError } = Stripe.errors;
  const final = error instanceof StripeInvalidRequestError || error instanceof StripeCardError;
  return { code: final ? "rejected" : "unavailable", message: error.message };
}

/** The id of what Stripe gives as an id or as the whole object. */
export function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  return typeof value === "string" ? value : (value?.id ?? null);
}

/** A time of Stripe's, seconds since the epoch. */
export const timeOf = (seconds: number | null): Date | null =>
  seconds === null ? null : new Date(seconds * 1000);
