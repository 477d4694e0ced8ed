import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { CaseApi } from "./api.ts";
import type { CaseEvent, InsightCase } from "./case-file.ts";

const READY_WITHIN_MS = 30_000;

/** Makes a project for the case, sends its events and merges, waits until all can be queried. Returns its number. */
export async function loadCase(api: CaseApi, one: InsightCase): Promise<number> {
  const project = await api.send("POST", "/api/projects/", {
    name: `case ${one.id}`.slice(0, 100),
    timezone: one.query.timezone ?? "UTC",
  });
  const environmentId = Number(project.id);
  await api.send("PATCH", `/api/projects/${environmentId}/`, { week_start_day: one.query.week_start ?? 0 });
  const events = one.events.map((event) => wireEvent(event, one.query.group_by_property));
  const merges = Object.values(one.persons).flatMap(mergeEvents);
  await capture(api, String(project.api_token), events);
  if (merges.length > 0) await capture(api, String(project.api_token), merges);
  await queryable(api, environmentId, events.length + merges.length, personCount(one));
  return environmentId;
}

/** Properties `group_0`… of a case by groups become the SDK's `$groups`. */
function wireEvent(
  { event, distinct_id, timestamp, properties = {} }: CaseEvent,
  groupBy: string | undefined,
): JsonObject {
  const group = groupBy === undefined ? undefined : properties[groupBy];
  const groups: JsonObject =
    groupBy === undefined || group === undefined ? {} : { $groups: { [groupBy]: group } };
  return { event, distinct_id, timestamp, properties: { ...properties, ...groups } };
}

/** Merges carry the time of loading: after every range of a case, so that they are in no answer. */
function mergeEvents([first, ...others]: readonly string[]): JsonObject[] {
  return others.map((alias) => ({
    event: "$merge_dangerously",
    distinct_id: first ?? "",
    properties: { alias },
  }));
}

async function capture(api: CaseApi, token: string, events: readonly JsonObject[]): Promise<void> {
  for (let start = 0; start < events.length; start += 500) {
    const batch = events.slice(start, start + 500);
    await api.send("POST", "/batch/", { api_key: token, historical_migration: true, batch });
  }
}

function personCount({ events, persons }: InsightCase): number {
  const personOf = new Map(
    Object.entries(persons).flatMap(([name, ids]) => ids.map((id) => [id, name] as const)),
  );
  return new Set(events.map(({ distinct_id }) => personOf.get(distinct_id) ?? `\0${distinct_id}`)).size;
}

/** Waits until all events and the merged persons show in a query. */
async function queryable(
  api: CaseApi,
  environmentId: number,
  events: number,
  persons: number,
): Promise<void> {
  const query = {
    kind: "TrendsQuery",
    dateRange: { date_from: "2000-01-01" },
    interval: "year",
    series: ["total", "dau"].map((math) => ({ kind: "EventsNode", event: null, math })),
    trendsFilter: { display: "BoldNumber" },
  };
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const { results } = await api.query(environmentId, query);
    const [total, people] = (results as { aggregated_value: number }[]).map((item) => item.aggregated_value);
    if (total === events && people === persons) return;
    if (Date.now() > until) {
      const seen = `${total} of ${events} events of ${people} (want ${persons}) persons`;
      throw new Error(`After ${READY_WITHIN_MS} ms only ${seen} can be queried.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
