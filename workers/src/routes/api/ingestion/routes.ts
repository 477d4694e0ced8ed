import { adviceFor } from "@edgewise/core/events/advice.ts";
import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { readWarnings, warningTypes } from "../../../services/ingestion/warnings.ts";

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

/** What it means and what to do; null for a type that this release doesn't know. */
const advice = z
  .object({
    what: z.string(),
    effect: z.enum(["refused", "kept"]),
    todo: z.string(),
    example: z.string().nullable(),
  })
  .nullable();

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
  advice,
});

const warningType = z.object({
  type: z.string(),
  count: z.number().int(),
  distinct_ids: z.number().int(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  days: z.array(z.object({ day: z.string(), count: z.number().int() })),
  examples: z.array(z.object({ timestamp: z.string(), detail: z.string(), sample: z.string() })),
  advice,
});

const afterQuery = z.object({ after: z.iso.datetime({ offset: true }).optional() });

const since = (after: string | undefined, now: Date, days: number): number =>
  after ? Date.parse(after) : now.getTime() - days * DAY_MS;

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
    paths: underProject("ingestion/warnings/types/"),
    access: read,
    summary: "Warnings by type with days, examples and what to do; default: the last 30 days",
    tag,
    query: afterQuery,
    response: z.object({ results: z.array(warningType) }),
    async handler({ access, deps, query }) {
      const types = await warningTypes(access, since(query.after, deps.now(), 30), deps);
      const results = types.map(({ first, last, distinctIds, examples, days, ...rest }) => ({
        ...rest,
        days: [...days],
        distinct_ids: distinctIds,
        first_seen_at: isoMicros(first),
        last_seen_at: isoMicros(last),
        examples: examples.map(({ at, ...example }) => ({ ...example, timestamp: isoMicros(at) })),
        advice: adviceFor(rest.type),
      }));
      return { results };
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
      ...afterQuery.shape,
    }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(warning),
    }),
    async handler({ c, access, deps, query }) {
      const after = since(query.after, deps.now(), WARNINGS_KEPT_DAYS);
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
        advice: adviceFor(rest.type),
      }));
      return { ...pageLinks(c, query, rows.length > query.limit), results };
    },
  }),
];
