import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ActorsBed, behind, named, pageviews, startActorsBed, trends, view } from "./actors-bed.ts";
import { keyOf, personIdOf } from "./event-rows.ts";

let bed: ActorsBed;
beforeAll(async () => {
  bed = await startActorsBed();
});
afterAll(() => bed?.runner.close());
const rowsOf = (query: JsonObject) => bed.rowsOf(query);
const ask = (query: JsonObject, context?: Partial<InsightContext>) => bed.ask(query, context);

describe("actors", () => {
  const ann = {
    id: "ann",
    properties: { email: "ann@acme.io", plan: "pro" },
    is_identified: true,
    created_at: "2026-01-01T00:00:00Z",
    distinct_ids: ["ann", "device-7"],
  };

  it("are what is stored of them, or what is known", async () => {
    const query = { ...behind(trends(), {}), select: ["actor", "event_count", "matched_recordings"] };
    const answer = await ask({ ...query, orderBy: ["event_count DESC", "actor_id DESC"] });
    expect(answer).toMatchObject({ missing_actors_count: 1, hasMore: false, limit: 100, offset: 0 });
    const rows = answer.results as JsonValue[][];
    expect(rows[0]).toEqual([ann, 3, []]);
    expect(rows).toContainEqual([{ id: "dan", distinct_ids: ["dan"] }, 1, []]);
  });

  it.each<[string, JsonObject, JsonValue[][]]>([
    ["everyone, the newest first", { select: ["id"] }, [["cat"], ["bob"], ["ann"]]],
    ["a page", { select: ["id"], limit: 1, offset: 1 }, [["bob"]]],
    [
      "sorted",
      { select: ["id", "properties.email"], orderBy: ["person DESC"] },
      [
        ["cat", "cat@acme.io"],
        ["bob", "bob@beta.io"],
        ["ann", "ann@acme.io"],
      ],
    ],
    [
      "sorted by SQL",
      { select: ["id"], orderBy: ["length(properties.name) DESC", "properties.email"] },
      [["bob"], ["ann"], ["cat"]],
    ],
    ["found by e-mail", { select: ["id"], search: "ACME" }, [["cat"], ["ann"]]],
    ["found by name", { select: ["id"], search: "bobb" }, [["bob"]]],
    ["found by a distinct ID", { select: ["id"], search: "device" }, [["ann"]]],
    ["found by UUID", { select: ["id"], search: personIdOf("bob") }, [["bob"]]],
    [
      "filtered",
      {
        select: ["id"],
        properties: [{ type: "person", key: "plan", value: "pro" }],
        fixedProperties: [{ type: "person", key: "email", operator: "icontains", value: "cat" }],
      },
      [["cat"]],
    ],
    [
      "filtered by SQL",
      { select: ["id"], properties: [{ type: "hogql", key: "properties.plan is null" }] },
      [["bob"]],
    ],
    ["as SQL says", { select: ["upper(properties.email)"], search: "bob" }, [["BOB@BETA.IO"]]],
    [
      "counted",
      { select: ["properties.plan", "count()"], orderBy: ["count() DESC"] },
      [
        ["pro", 2],
        [null, 1],
      ],
    ],
    [
      "of SQL",
      {
        select: ["id"],
        source: { kind: "HogQLQuery", query: "select person_id from events where event = 'signup'" },
      },
      [["ann"]],
    ],
    ["by default", { search: "device" }, [[ann, "ann", 1]]],
    [
      "by their name",
      { select: ["person_display_name"], search: "bobb" },
      [[{ display_name: "bob@beta.io", id: "bob" }]],
    ],
    [
      "behind a number, filtered",
      {
        ...behind(trends(), {}),
        select: ["id", "event_count", "properties.plan"],
        properties: [{ type: "person", key: "plan", value: "pro" }],
      },
      [
        ["ann", 3, "pro"],
        ["cat", 1, "pro"],
      ],
    ],
    ["behind a number, found", { ...behind(trends(), {}), select: ["id"], search: "beta" }, [["bob"]]],
  ])("%s", async (_, query, expected) => {
    expect(await rowsOf(query)).toEqual(expected);
  });

  it("of a funnel are named though they have no profile", async () => {
    const series = [pageviews, { kind: "EventsNode", event: null }];
    const funnel = { kind: "FunnelsQuery", dateRange: { date_from: "2026-01-08" }, series };
    const source = { kind: "FunnelsActorsQuery", source: funnel, funnelStep: 1 };
    const answer = await ask({ source, select: ["actor", "id"] });
    expect(answer).toMatchObject({
      results: [[{ id: "dan", distinct_ids: ["dan"] }, "dan"]],
      missing_actors_count: 1,
    });
  });

  it("are merged where they were merged", async () => {
    const rows = [view("old", 5, 1), view("new", 5, 2), view("new", 5, 3)];
    await bed.runner.insert(3, rows);
    const override = {
      environment_id: 3,
      distinct_key: keyOf("old"),
      person_id: personIdOf("new"),
      person_key: keyOf("new"),
      version: "1",
    };
    const merged = await bed.runner.warehouse.insert("person_overrides", JSON.stringify(override), "merged");
    if (!merged.ok) throw new Error(merged.error.message);
    const { results } = await bed.runner.run(
      { kind: "ActorsQuery", ...behind(trends(), {}), select: ["id", "event_count"] },
      { parser: bed.parser, environmentId: 3, hasPersonOverrides: true },
    );
    expect(results).toEqual([[personIdOf("new"), 3]]);
  });

  it("say that there are more", async () => {
    expect(await ask({ select: ["id"], limit: 2 })).toMatchObject({ hasMore: true, limit: 2, offset: 0 });
    expect(await ask({ select: ["id"], limit: 50_000 })).toMatchObject({ hasMore: false, limit: 10_000 });
  });

  it("are groups", async () => {
    const query = { ...behind(trends({}, { aggregation_group_type_index: 0 }), {}), orderBy: ["group DESC"] };
    const shared = { type: "group", group_type_index: 0, created_at: "2026-01-01T00:00:00Z" };
    const cell = (id: string, name: string) => ({
      ...shared,
      id,
      group_key: id,
      properties: { name },
      group_properties: { name },
    });
    expect(await rowsOf(query)).toEqual([[cell("beta", "Beta")], [cell("acme", "Acme Inc")]]);
    expect(await rowsOf({ ...query, select: ["key", "group.properties.name"], search: "inc" })).toEqual([
      ["acme", "Acme Inc"],
    ]);
  });

  it("never are another tenant's", async () => {
    const { results } = await ask({ ...behind(trends(), {}), select: ["actor"] }, { environmentId: 2 });
    expect(results).toEqual([[{ id: "stranger", distinct_ids: ["stranger"] }]]);
    expect((await ask({ select: ["id"] }, { environmentId: 2 })).results).toEqual([]);
  });
});

describe("a source asked on its own", () => {
  it.each<[string, JsonObject, string[], JsonValue[][]]>([
    [
      "of a trend",
      { kind: "InsightActorsQuery", source: trends(), day: "2026-01-05" },
      ["actor_id", "event_count"],
      [
        ["ann", 2],
        ["bob", 1],
      ],
    ],
    [
      "of a bin",
      {
        kind: "StickinessActorsQuery",
        source: { ...trends(), kind: "StickinessQuery" },
        day: 2,
        operator: "gte",
      },
      ["actor_id", "intervals"],
      [
        ["ann", 2],
        ["bob", 2],
      ],
    ],
    [
      "of a funnel",
      {
        kind: "FunnelsActorsQuery",
        source: {
          ...trends(),
          kind: "FunnelsQuery",
          series: [pageviews, { kind: "EventsNode", event: "signup" }],
        },
        funnelStep: 2,
      },
      ["actor_id"],
      [["ann"]],
    ],
  ])("%s", async (_, query, columns, expected) => {
    const answer = await bed.runner.run(query, { parser: bed.parser });
    expect(answer.columns).toEqual(columns);
    expect((named(answer.results ?? null) as JsonValue[][]).toSorted()).toEqual(expected);
  });
});
