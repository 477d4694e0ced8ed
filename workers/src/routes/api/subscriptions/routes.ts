import { findDelivery, listDeliveriesOf } from "@edgewise/db/mysql/repos/subscription-deliveries.ts";
import { findSubscription, listSubscriptions } from "@edgewise/db/mysql/repos/subscriptions.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { subscriptionBody, subscriptionChange, TARGETS } from "../../../services/subscriptions/body.ts";
import { sendNow } from "../../../services/subscriptions/send-now.ts";
import { changeSubscription, createSubscription } from "../../../services/subscriptions/write.ts";
import { findAuthor } from "../../../services/users/find-author.ts";
import { delivery, presentDeliveries, presentSubscriptions, subscription } from "./present.ts";

const tag = "subscriptions";
const read = { kind: "project", scope: "subscription:read" } as const;
const write = { kind: "project", scope: "subscription:write" } as const;
const at = { paths: underProject("subscriptions/:subscription/"), tag };

async function load(access: ProjectAccess, id: number, deps: Deps, { deleted = false } = {}) {
  const row = await findSubscription(access, deps.db, id);
  if (!row || (row.deleted && !deleted)) throw notFound();
  return row;
}

async function show(access: ProjectAccess, id: number, deps: Deps) {
  const [shown] = await presentSubscriptions(access, [await load(access, id, deps, { deleted: true })], deps);
  return shown;
}

const listQuery = pageQuery.extend({
  insight: z.coerce.number().int().optional(),
  /** Several, as JSON or separated by commas. */
  insights: z.string().optional(),
  dashboard: z.coerce.number().int().optional(),
  target_type: z.enum(TARGETS).optional(),
  created_by: z.string().optional(),
  search: z.string().max(200).optional(),
});

const PER_PAGE = 50;
const cursor = z.coerce.number().int().min(0).catch(0).default(0);

export const SUBSCRIPTION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("subscriptions/"),
    access: read,
    summary: "List subscriptions",
    tag,
    query: listQuery,
    response: pageSchema(subscription),
    async handler({ c, access, deps, query }) {
      const author = query.created_by ? await findAuthor(query.created_by, deps) : undefined;
      const several = query.insights?.match(/\d{1,9}/g)?.map(Number);
      const filter = {
        insightIds: query.insight === undefined ? several : [query.insight],
        dashboardId: query.dashboard,
        targetType: query.target_type,
        createdBy: author === null ? "nobody" : author,
        search: query.search || undefined,
      };
      const { total, rows } = await listSubscriptions(access, deps.db, filter, query);
      return pageOf(c, query, total, await presentSubscriptions(access, rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("subscriptions/"),
    access: write,
    summary: "Subscribe to an insight or a dashboard; one is sent at once unless `send_test_now` is false",
    tag,
    body: subscriptionBody,
    response: subscription,
    status: 201,
    async handler({ c, access, deps, body }) {
      const { id, sendNow: now } = await createSubscription(access, body, deps);
      if (now) await sendNow(c.executionCtx, access, id, "target_change", deps);
      return await show(access, id, deps);
    },
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One subscription",
    response: subscription,
    async handler({ access, deps, param }) {
      const row = await load(access, pathNumber(param("subscription")), deps);
      return (await presentSubscriptions(access, [row], deps))[0];
    },
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change a subscription; `deleted: true` ends it",
    body: subscriptionChange,
    response: subscription,
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("subscription"));
      const written = await changeSubscription(access, id, body, deps);
      if (written.sendNow) await sendNow(c.executionCtx, access, id, "target_change", deps);
      return await show(access, id, deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "End a subscription",
    async handler({ access, deps, param }) {
      await changeSubscription(access, pathNumber(param("subscription")), { deleted: true }, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("subscriptions/:subscription/test-delivery/"),
    access: write,
    summary: "Send it now; the schedule stays",
    tag,
    response: z.object({ delivery_id: z.string() }),
    status: 202,
    async handler({ c, access, deps, param }) {
      const id = pathNumber(param("subscription"));
      return { delivery_id: await sendNow(c.executionCtx, access, id, "manual", deps) };
    },
  }),
  route({
    method: "get",
    paths: underProject("subscriptions/:subscription/deliveries/"),
    access: read,
    summary: "What was sent when, and what became of it; newest first",
    tag,
    query: z.object({ cursor, status: z.enum(["starting", "completed", "failed", "skipped"]).optional() }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(delivery),
    }),
    async handler({ c, access, deps, query, param }) {
      const { id } = await load(access, pathNumber(param("subscription")), deps);
      const page = { limit: PER_PAGE + 1, offset: query.cursor };
      const rows = await listDeliveriesOf(deps.db, id, query.status, page);
      const link = (offset: number) => {
        const url = new URL(new URL(c.req.url).pathname, deps.config.edgeUrl);
        url.searchParams.set("cursor", String(offset));
        if (query.status) url.searchParams.set("status", query.status);
        return url.toString();
      };
      return {
        next: rows.length > PER_PAGE ? link(query.cursor + PER_PAGE) : null,
        previous: query.cursor > 0 ? link(Math.max(0, query.cursor - PER_PAGE)) : null,
        results: await presentDeliveries(rows.slice(0, PER_PAGE), deps),
      };
    },
  }),
  route({
    method: "get",
    paths: underProject("subscriptions/:subscription/deliveries/:delivery/"),
    access: read,
    summary: "One delivery",
    tag,
    response: delivery,
    async handler({ access, deps, param }) {
      const { id } = await load(access, pathNumber(param("subscription")), deps);
      const row = await findDelivery(deps.db, id, param("delivery"));
      if (!row) throw notFound();
      return (await presentDeliveries([row], deps))[0];
    },
  }),
];
