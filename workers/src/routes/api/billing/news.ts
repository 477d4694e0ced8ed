import * as z from "zod";
import { type ApiRoute, route } from "../../../http/route.ts";
import { takeNews } from "../../../services/billing/payments/news.ts";

/** Where the payment provider tells what happened. Its signature says who it is. */
export const PAYMENT_NEWS_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: ["/api/billing/webhooks/stripe/"],
    access: { kind: "public" },
    summary: "Signed web hooks of the payment provider",
    tag: "billing",
    response: z.object({ received: z.boolean() }),
    async handler({ c, deps }) {
      await takeNews(await c.req.text(), c.req.header("stripe-signature") ?? "", deps);
      return { received: true };
    },
  }),
];
