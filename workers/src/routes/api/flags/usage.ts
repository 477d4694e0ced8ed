import * as z from "zod";
import { dateBound } from "../../../http/date-bound.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { calledUsage, countedUsage, lastEvaluated } from "../../../services/flags/usage.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const count = z.number().int();

const requests = z.object({ day: z.string(), kind: z.string(), sdk: z.string(), count });
const evaluations = z.object({
  day: z.string(),
  variant: z.string(),
  enabled: z.boolean(),
  reason: z.string(),
  count,
});
const called = z.object({
  day: z.string(),
  response: z.string(),
  sdk: z.string(),
  reason: z.string(),
  count,
});

const since = z.object({ date_from: z.string().optional() });
const DAY_MS = 86_400_000;

/** Whole UTC days, as relative dates of insights are: `-30d` is today and the thirty days before. */
function startOf(text: string | undefined, now: Date): Date {
  const from = dateBound("date_from", text, now, "UTC")?.getTime() ?? now.getTime() - 30 * DAY_MS;
  return new Date(from - (from % DAY_MS));
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const total = (rows: readonly { count: number }[]): number => rows.reduce((sum, row) => sum + row.count, 0);

/** How much flags are used, as the edge counted and as SDKs reported. */
export const FLAG_USAGE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("feature_flags/usage/"),
    access: read,
    summary: "Flag requests by day and SDK, and when each flag was last evaluated",
    tag,
    query: since,
    response: z.object({
      metered_requests: count,
      local_evaluation_polls: count,
      requests: z.array(requests),
      last_evaluated: z.record(z.string(), z.string()),
    }),
    async handler({ access, deps, query }) {
      const now = deps.now();
      const days = { from: dayOf(startOf(query.date_from, now)), to: dayOf(now) };
      const [usage, last] = await Promise.all([
        countedUsage(access, days, "", deps),
        lastEvaluated(access, deps),
      ]);
      const of = (kind: string) => total(usage.requests.filter((row) => row.kind === kind));
      return {
        metered_requests: of("flags"),
        local_evaluation_polls: of("definitions"),
        requests: usage.requests,
        last_evaluated: Object.fromEntries(
          Object.entries(last).map(([key, at]) => [key, isoMicros(new Date(at))]),
        ),
      };
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/usage/"),
    access: read,
    summary: "Evaluations of a flag by day, variant, SDK and reason",
    tag,
    query: since,
    response: z.object({
      last_evaluated_at: z.string().nullable(),
      counted: z.object({ total: count, evaluations: z.array(evaluations) }),
      reported: z.object({ total: count, calls: z.array(called) }),
    }),
    async handler({ access, deps, query, param }) {
      const { key } = await requireFlag(access, param("flag"), deps);
      const now = deps.now();
      const from = startOf(query.date_from, now);
      const [usage, last, calls] = await Promise.all([
        countedUsage(access, { from: dayOf(from), to: dayOf(now) }, key, deps),
        lastEvaluated(access, deps),
        calledUsage(access, key, from.getTime(), deps),
      ]);
      const at = Math.max(last[key] ?? 0, ...calls.map((call) => call.last));
      return {
        last_evaluated_at: at === 0 ? null : isoMicros(new Date(at)),
        counted: {
          total: total(usage.evaluations),
          evaluations: usage.evaluations.map(({ key: _key, ...row }) => row),
        },
        reported: { total: total(calls), calls: calls.map(({ last: _last, ...row }) => row) },
      };
    },
  }),
];
