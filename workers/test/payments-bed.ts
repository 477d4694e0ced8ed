import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@edgewise/db/local/payments/serve.ts";
import { Store } from "@edgewise/db/local/payments/store.ts";
import { Webhooks } from "@edgewise/db/local/payments/webhooks.ts";
import { INTERNAL_KEY, type Json, startApi, type TestApi } from "./api-harness.ts";

export const WEBHOOK_SECRET = "whsec_of_the_tests";
const KEY = "sk_test_of_the_tests";
const NEWS_PATH = "api/billing/webhooks/stripe/";

/** The API with the stand-in for Stripe beside it. */
export interface PaymentsBed {
  readonly t: TestApi;
  readonly url: string;
  readonly store: Store;
  readonly webhooks: Webhooks;
  /** Calls the stand-in's API. */
  stripe(path: string): Promise<Json>;
  /** Sends a form of one of its pages; answers status and where it leads. */
  submit(
    url: string,
    form: Readonly<Record<string, string>>,
  ): Promise<{ status: number; to: string | null; text: string }>;
  /** Runs the jobs as at a time. */
  jobs(at: number): Promise<Json>;
  dispose(): Promise<void>;
}

export async function startPaymentsBed(vars: Readonly<Record<string, string>> = {}): Promise<PaymentsBed> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-payments-"));
  const store = new Store(join(folder, "stripe.json"));
  const target = { url: "http://127.0.0.1:9/", secret: WEBHOOK_SECRET };
  const webhooks = new Webhooks(store, target);
  const { server, port } = (await serve({ store, webhooks, key: KEY }, 0)) as {
    server: Server;
    port: number;
  };
  const url = `http://127.0.0.1:${port}`;
  const t = await startApi({
    vars: { STRIPE_URL: url, STRIPE_KEY: KEY, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, ...vars },
  });
  target.url = `${t.edgeUrl}${NEWS_PATH}`;
  return {
    t,
    url,
    store,
    webhooks,
    stripe: async (path) => {
      const headers = { authorization: `Bearer ${KEY}` };
      return (await (await fetch(`${url}/v1/${path}`, { headers })).json()) as Json;
    },
    submit: async (to, form) => {
      const body = new URLSearchParams(form);
      const response = await fetch(to, { method: "POST", body, redirect: "manual" });
      return { status: response.status, to: response.headers.get("location"), text: await response.text() };
    },
    jobs: async (at) => {
      const headers = { "x-internal-key": INTERNAL_KEY, "content-type": "application/json" };
      const body = JSON.stringify({ at });
      return (await (
        await t.api("/api/_internal/scheduled", { method: "POST", headers, body })
      ).json()) as Json;
    },
    dispose: async () => {
      await t.dispose();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
