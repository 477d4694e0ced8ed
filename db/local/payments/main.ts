/** The stand-in for Stripe: its own process. Started by `start-payments.ts`; ends with its parent. */
import { join } from "node:path";
import { exitWithParent, report, reportFailure } from "../process/child.ts";
import { turnPeriods } from "./api/subscriptions.ts";
import { serve } from "./serve.ts";
import { Store } from "./store.ts";
import { Webhooks } from "./webhooks.ts";

/** Passed as JSON in the first argument; secrets in the environment, where other users can't read them. */
export interface PaymentsProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly webhookUrl: string;
}

const TURN_MS = 5_000;

async function main({ dataDir, port, webhookUrl }: PaymentsProcessOptions): Promise<void> {
  const { EDGEWISE_STRIPE_KEY: key = "", EDGEWISE_STRIPE_WEBHOOK_SECRET: secret = "" } = process.env;
  const store = new Store(join(dataDir, "stripe.json"));
  const webhooks = new Webhooks(store, { url: webhookUrl, secret });
  const served = await serve({ store, webhooks, key }, port);
  const turning = setInterval(() => turnPeriods(store, webhooks, Math.floor(Date.now() / 1000)), TURN_MS);
  exitWithParent(() => {
    clearInterval(turning);
    served.server.close();
    served.server.closeAllConnections();
    store.save();
  });
  report({ ready: { port: served.port } });
}

main(JSON.parse(process.argv[2] ?? "{}") as PaymentsProcessOptions).catch(reportFailure);
