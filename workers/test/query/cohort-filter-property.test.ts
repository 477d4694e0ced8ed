import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FIRST_DAY, history, LAST_DAY, NOON, RUNS } from "./brute-force/history.ts";
import { keyOf, personIdOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
let environments = 5000;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const USERS = ["u1", "u2", "u3", "u4", "u5"];
const COHORT = 7;
const dateRange = { date_from: FIRST_DAY, date_to: LAST_DAY };
const node = (event: string, more: JsonObject = {}): JsonObject => ({ kind: "EventsNode", event, ...more });
const steps = [node("a"), node("b")];

/** Each kind in a few shapes. */
const query = fc.constantFrom<JsonObject>(
  { kind: "TrendsQuery", series: [node("a", { math: "dau" })], interval: "week", dateRange },
  { kind: "TrendsQuery", series: [node("b", { math: "first_time_for_user" })], dateRange },
  { kind: "TrendsQuery", series: [node("a")], breakdownFilter: { breakdown: "plan" }, dateRange },
  { kind: "FunnelsQuery", series: steps, dateRange },
  { kind: "FunnelsQuery", series: steps, funnelsFilter: { funnelOrderType: "strict" }, dateRange },
  { kind: "FunnelsQuery", series: steps, funnelsFilter: { funnelOrderType: "unordered" }, dateRange },
  {
    kind: "FunnelsQuery",
    series: steps,
    funnelsFilter: { breakdownAttributionType: "last_touch" },
    breakdownFilter: { breakdown: "plan" },
    dateRange,
  },
  {
    kind: "RetentionQuery",
    retentionFilter: {
      period: "Week",
      cumulative: true,
      retentionType: "retention_first_time",
      targetEntity: { id: "a", type: "events" },
      returningEntity: { id: "b", type: "events" },
    },
    dateRange: { date_to: LAST_DAY },
  },
  { kind: "StickinessQuery", series: [node("a")], interval: "day", dateRange },
  { kind: "LifecycleQuery", series: [node("a")], interval: "week", dateRange },
  { kind: "PathsQuery", pathsFilter: { includeEventTypes: ["custom_event"] }, dateRange },
);

/** Who is in the cohort now, and who has left it. */
const members = fc.record({
  now: fc.subarray(USERS),
  left: fc.subarray(USERS),
  negated: fc.boolean(),
});

const row = (environment_id: number, user: string, is_deleted: 0 | 1, version: number) =>
  JSON.stringify({
    environment_id,
    cohort_id: COHORT,
    person_key: keyOf(user),
    person_id: personIdOf(user),
    is_deleted,
    version,
  });

async function ask(environmentId: number, events: readonly TestEvent[], asked: JsonObject): Promise<unknown> {
  if (events.length > 0) await runner.insert(environmentId, events);
  const cohorts = new Map([[COHORT, { id: COHORT, name: "Some" }]]);
  const context = { environmentId, now: Date.parse(NOON.last), cohorts };
  return (await runner.run(asked, context)).results;
}

it("a filter by cohort is the same question about its members alone", async () => {
  const property = fc.asyncProperty(
    history(),
    query,
    members,
    async (events, asked, { now, left, negated }) => {
      const [whole, part] = [++environments, ++environments];
      const rows = [
        ...left.flatMap((user) => [row(whole, user, 0, 1), row(whole, user, 1, 2)]),
        ...now.map((user) => row(whole, user, 0, 3)),
      ];
      if (rows.length > 0)
        await runner.warehouse.insert("cohort_members", rows.join("\n"), `members-${whole}`);
      const operator = negated ? "not_in" : "in";
      const filter: JsonObject = { type: "cohort", key: "id", value: COHORT, operator };
      const kept = events.filter(({ user }) => now.includes(user) !== negated);
      expect(await ask(whole, events, { ...asked, properties: [filter] })).toEqual(
        await ask(part, kept, asked),
      );
    },
  );
  await fc.assert(property, RUNS);
});
