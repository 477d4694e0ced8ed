import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { readWarnings } from "../../../services/ingestion/warnings.ts";

const tag = "ingestion";
const read = { kind: "project", scope: "ingestion_warning:read" } as const;
const DAY_MS = 86_400_000;
const WARNINGS_KEPT_DAYS = 90;

const account = z.object({
  day: z.string(),
  product: z.string(),
  received: z.number().int(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.record(z.string(), z.number().int()),
  quarantined: z.number().int(),
  over_limit: z.number().int(),
  bot: z.number().int(),
});

const warning = z.object({
  timestamp: z.string(),
  type: z.string(),
  reason: z.string(),
  product: z.string(),
  detail: z.string(),
  count: z.number().int(),
  distinct_id: z.string(),
  uuid: z.string(),
  sample: z.string(),
});

/** A UTC day from `2026-01-31`, or from the date part of a timestamp. */
function dayOf(name: string, text: string | undefined, fallback: Date): string {
  if (text === undefined || text === "") return fallback.toISOString().slice(0, 10);
  const day = text.slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) {
    throw invalid(name, `"${text}" is not a day like 2026-01-31.`);
  }
  return day;
}

export const INGESTION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("ingestion/accounting/"),
    access: read,
    summary: "What became of every event received, per product and UTC day; default: the last 30 days",
    tag,
    query: z.object({ from: z.string().optional(), to: z.string().optional() }),
    response: z.object({ from: z.string(), to: z.string(), results: z.array(account) }),
    async handler({ access, deps, query }) {
      const now = deps.now();
      const to = dayOf("to", query.to, now);
      const from = dayOf("from", query.from, new Date(now.getTime() - 30 * DAY_MS));
      const rows = await deps.partitions.accounting(access.environmentId, from, to);
      return { from, to, results: rows.map(({ lane, ...counts }) => ({ product: lane, ...counts })) };
    },
  }),
  route({
    method: "get",
    paths: underProject("ingestion/warnings/"),
    access: read,
    summary: "Refused events and warnings about kept ones, newest first",
    tag,
    query: pageQuery.extend({
      type: z.string().optional(),
      distinct_id: z.string().optional(),
      after: z.iso.datetime({ offset: true }).optional(),
    }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(warning),
    }),
    async handler({ c, access, deps, query }) {
      const after = query.after
        ? Date.parse(query.after)
        : deps.now().getTime() - WARNINGS_KEPT_DAYS * DAY_MS;
      const asked = {
        limit: query.limit,
        offset: query.offset,
        type: query.type,
        distinctId: query.distinct_id,
        after,
      };
      const rows = await readWarnings(access, asked, deps);
      const results = rows.slice(0, query.limit).map(({ at, lane, distinctId, ...rest }) => ({
        ...rest,
        timestamp: isoMicros(at),
        product: lane,
        distinct_id: distinctId,
      }));
      return { ...pageLinks(c, query, rows.length > query.limit), results };
    },
  }),
];
