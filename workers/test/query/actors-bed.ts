import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { parserForTests } from "../sql-parser.ts";
import { keyOf, personIdOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
/** An event of a user on a day of January 2026. */
export const view = (user: string, day: number, hour: number, rest: Partial<TestEvent> = {}): TestEvent => ({
  event: "$pageview",
  user,
  at: at(day, hour),
  ...rest,
});
const browser = (name: string) => ({ properties: { $browser: name, amount: name.length } });

const EVENTS: readonly TestEvent[] = [
  view("ann", 5, 1, { ...browser("Chrome"), groups: ["acme"] }),
  view("ann", 5, 2, { ...browser("Safari"), groups: ["acme"] }),
  view("ann", 7, 3, { ...browser("Chrome"), groups: ["beta"] }),
  view("bob", 5, 4, { ...browser("Chrome"), groups: ["acme"] }),
  view("bob", 6, 4, browser("Opera")),
  view("cat", 6, 5, { session: "s1" }),
  view("dan", 8, 6, browser("Edge")),
  { event: "signup", user: "ann", at: at(6, 1) },
];

const person = (user: string, properties: JsonObject, day: number) =>
  JSON.stringify({
    environment_id: 1,
    person_id: personIdOf(user),
    person_key: keyOf(user),
    properties: JSON.stringify(properties),
    is_identified: 1,
    is_deleted: 0,
    created_at: at(day, 0).replace("T", " ").replace("Z", ""),
    version: "1",
  });
const distinctId = (id: string, user: string) =>
  JSON.stringify({
    environment_id: 1,
    distinct_id: id,
    distinct_key: keyOf(id),
    person_id: personIdOf(user),
    person_key: keyOf(user),
    is_deleted: 0,
    version: "1",
  });
const member = (cohort: number, user: string) =>
  JSON.stringify({
    environment_id: 1,
    cohort_id: cohort,
    person_id: personIdOf(user),
    person_key: keyOf(user),
    is_deleted: 0,
    version: "1",
  });
const group = (key: string, properties: JsonObject) =>
  JSON.stringify({
    environment_id: 1,
    group_type_index: 0,
    group_key: key,
    properties: JSON.stringify(properties),
    created_at: "2026-01-01 00:00:00.000",
    updated_at: "2026-01-01 00:00:00.000",
    is_deleted: 0,
    version: "1",
  });

const USERS = new Map(["ann", "bob", "cat", "dan", "stranger"].map((user) => [personIdOf(user), user]));
export const COHORTS = new Map([7, 8].map((id) => [id, { id, name: `Cohort ${id}` }]));

/** The answer with UUIDs as names. */
export const named = (value: JsonValue): JsonValue =>
  JSON.parse(
    JSON.stringify(value).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => USERS.get(id) ?? id),
  ) as JsonValue;

/** A project with persons, groups and cohorts, and one of a stranger. */
export interface ActorsBed {
  readonly runner: InsightRunner;
  readonly parser: Awaited<ReturnType<typeof parserForTests>>;
  /** The answer of an ActorsQuery. */
  ask(query: JsonObject, context?: Partial<InsightContext>): Promise<JsonObject>;
  rowsOf(query: JsonObject): Promise<JsonValue[][]>;
}

export async function startActorsBed(): Promise<ActorsBed> {
  const parser = await parserForTests();
  const runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [view("stranger", 5, 1)]);
  const stored: [string, string[]][] = [
    [
      "persons",
      [
        person("ann", { email: "ann@acme.io", plan: "pro" }, 1),
        person("bob", { email: "bob@beta.io", name: "Bobby" }, 2),
        person("cat", { email: "cat@acme.io", plan: "pro" }, 3),
      ],
    ],
    [
      "person_distinct_ids",
      [
        distinctId("ann", "ann"),
        distinctId("device-7", "ann"),
        distinctId("bob", "bob"),
        distinctId("cat", "cat"),
      ],
    ],
    ["cohort_members", [member(7, "ann"), member(7, "bob"), member(8, "ann")]],
    ["groups", [group("acme", { name: "Acme Inc" }), group("beta", { name: "Beta" })]],
  ];
  for (const [table, rows] of stored) {
    const inserted = await runner.warehouse.insert(table, rows.join("\n"), `stored-${table}`);
    if (!inserted.ok) throw new Error(inserted.error.message);
  }
  const ask = async (query: JsonObject, context: Partial<InsightContext> = {}): Promise<JsonObject> => {
    const asked = { parser, cohorts: COHORTS, ...context };
    const answer = await runner.run({ kind: "ActorsQuery", ...query }, asked);
    return { ...answer, results: named(answer.results ?? null) };
  };
  return { runner, parser, ask, rowsOf: async (query) => (await ask(query)).results as JsonValue[][] };
}

export const pageviews = { kind: "EventsNode", event: "$pageview" };
export const trends = (node: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  kind: "TrendsQuery",
  dateRange: { date_from: "2026-01-05", date_to: "2026-01-08" },
  series: [{ ...pageviews, ...node }],
  ...rest,
});
export const behind = (source: JsonObject, rest: JsonObject = {}): JsonObject => ({
  source: { kind: "InsightActorsQuery", source, ...rest },
});
