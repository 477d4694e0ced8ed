import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { parserForTests } from "../sql-parser.ts";
import { keyOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner, TEST_CONTEXT } from "./insight-runner.ts";
import { personRow } from "./sql-bed.ts";

const ENVIRONMENT = 80;
const USERS = ["ann", "bob", "cat", "dan"];

const at = (event: string, user: string, time: string, colour = ""): TestEvent => ({
  event,
  user,
  session: `${user}-${time.slice(0, 2)}`,
  groups: [user < "c" ? "acme" : "umbrella"],
  at: `2026-01-${time}:00.000Z`,
  ...(colour === "" ? {} : { properties: { colour } }),
});

export interface FunnelBed {
  readonly runner: InsightRunner;
  readonly context: InsightContext;
  readonly run: (query: JsonObject) => Promise<{ readonly results: unknown }>;
}

/** Four persons on their way from `in` over `mid` to `out`, with groups, sessions, colours and cohorts. */
export async function startFunnelBed(): Promise<FunnelBed> {
  const runner = await startInsightRunner();
  await runner.insert(ENVIRONMENT, [
    at("in", "ann", "05T10:00", "red"),
    at("mid", "ann", "05T10:05"),
    at("out", "ann", "05T10:10"),
    at("in", "bob", "05T10:00", "blue"),
    at("out", "bob", "05T12:00"),
    at("in", "cat", "06T10:00", "red"),
    at("mid", "cat", "06T10:30"),
    at("in", "dan", "06T10:00", "blue"),
    // The week before.
    at("in", "dan", "01T10:00", "green"),
    at("mid", "dan", "01T10:01"),
    at("out", "dan", "01T10:02"),
  ]);
  const persons = USERS.map((user) => personRow(ENVIRONMENT, user, { name: user }));
  const members = [
    ["ann", 5],
    ["bob", 5],
    ["cat", 6],
  ].map(([user, cohort]) => ({
    environment_id: ENVIRONMENT,
    cohort_id: cohort,
    person_key: keyOf(String(user)),
    person_id: (persons[USERS.indexOf(String(user))] as { person_id: string }).person_id,
    is_deleted: 0,
    version: 1,
  }));
  for (const [table, rows] of [
    ["persons", persons],
    ["cohort_members", members],
  ] as const) {
    const inserted = await runner.warehouse.insert(
      table,
      rows.map((row) => JSON.stringify(row)).join("\n"),
      table,
    );
    if (!inserted.ok) throw new Error(inserted.error.message);
  }
  const context: InsightContext = {
    ...TEST_CONTEXT,
    environmentId: ENVIRONMENT,
    parser: await parserForTests(),
    cohorts: COHORTS,
    actions: new Map([[3, { id: 3, name: "Go", steps: [{ event: "mid" }, { event: "out" }] }]]),
  };
  return { runner, context, run: async (query) => ({ results: (await runner.run(query, context)).results }) };
}

const COHORTS = new Map([
  [5, { id: 5, name: "First" }],
  [6, { id: 6, name: "Second" }],
  [7, { id: 7, name: "Nobody" }],
]);
export const node = (event: string, more: JsonObject = {}) => ({ kind: "EventsNode", event, ...more });
export const funnel = (query: JsonObject = {}): JsonObject => ({
  kind: "FunnelsQuery",
  dateRange: { date_from: "2026-01-05", date_to: "2026-01-07" },
  series: ["in", "mid", "out"].map((event) => node(event)),
  ...query,
});
