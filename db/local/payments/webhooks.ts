import { createHmac } from "node:crypto";
import type { StripeEvent } from "./objects.ts";
import { present } from "./present.ts";
import type { Store } from "./store.ts";

const API_VERSION = "2026-10-28.endive";
/** Waits between attempts; Stripe's own take hours. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** `t=…,v1=…` over `t.body`, as Stripe signs. `at`: seconds since the epoch. */
export function signature(body: string, secret: string, at: number): string {
  const mac = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return `t=${at},v1=${mac}`;
}

/** Where news go; tests set it once they know. */
export interface WebhookTarget {
  url: string;
  readonly secret: string;
}

/** Tells the receiver what happened, signed, until it answers 2xx. What was not taken when this process ends is told anew. */
export class Webhooks {
  readonly #store: Store;
  readonly #target: WebhookTarget;

  constructor(store: Store, target: WebhookTarget) {
    this.#store = store;
    this.#target = target;
    for (const event of store.all("evt").reverse()) if (!event._delivered) this.#deliver(event, 0);
  }

  /** Notes an event of an object and sends it off. */
  tell(type: string, object: object, now: number): void {
    const event = this.#store.put("evt", {
      id: this.#store.newId("evt"),
      object: "event",
      api_version: API_VERSION,
      created: now,
      livemode: false,
      type: type as StripeEvent["type"],
      data: { object: structuredClone(present(object, [], this.#store)) },
      _delivered: false,
    });
    this.#deliver(event, 0);
  }

  #deliver(event: StripeEvent, attempt: number): void {
    const { _delivered, ...shown } = event;
    const body = JSON.stringify(shown);
    const send = async () => {
      const at = Math.floor(Date.now() / 1000);
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signature(body, this.#target.secret, at),
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      };
      const response = await fetch(this.#target.url, { method: "POST", body, headers });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`answered ${response.status}`);
      event._delivered = true;
      this.#store.save();
    };
    const wait = attempt === 0 ? 0 : RETRY_MS[Math.min(attempt, RETRY_MS.length) - 1]!;
    setTimeout(() => void send().catch(() => this.#deliver(event, attempt + 1)), wait).unref();
  }
}
