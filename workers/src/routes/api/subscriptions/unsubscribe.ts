import { findAnySubscription } from "@edgewise/db/mysql/repos/subscriptions.ts";
import * as z from "zod";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isSubscribed, readLeaving, unsubscribe } from "../../../services/subscriptions/unsubscribe.ts";

const paths = ["/api/unsubscribe/:token/"];
const leaving = z.object({ title: z.string().nullable(), address: z.string(), subscribed: z.boolean() });

/** For people who get mails: they need no account, the link is their leave. */
export const UNSUBSCRIBE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths,
    access: { kind: "public" },
    summary: "What the link of a mail would end; changes nothing",
    tag: "subscriptions",
    response: leaving,
    async handler({ deps, param }) {
      const found = await readLeaving(param("token"), deps);
      const row = await findAnySubscription(deps.db, found.subscriptionId);
      const { address } = found;
      return { title: row?.title ?? null, address, subscribed: await isSubscribed(found, deps) };
    },
  }),
  route({
    method: "post",
    paths,
    access: { kind: "public" },
    summary: "Take the address of the link off its subscription (one-click, RFC 8058)",
    tag: "subscriptions",
    response: leaving,
    async handler({ deps, param }) {
      const found = await readLeaving(param("token"), deps);
      await unsubscribe(found, deps);
      return { title: null, address: found.address, subscribed: false };
    },
  }),
];
