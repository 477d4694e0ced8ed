import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "./event-rows.ts";
import { type Item, startTrendsBed, type TrendsBed, view } from "./trends-bed.ts";

let bed: TrendsBed;
const ENVIRONMENT = 9;
const NULL = "$$_posthog_breakdown_null_$$";
const OTHER = "$$_posthog_breakdown_other_$$";
const DAY = "2026-01-08T01:00:00.000Z";
const BEFORE = "2026-01-07T01:00:00.000Z";

const chain = (text: string, href: string) =>
  `a.link:attr__class="link"href="${href}"nth-child="1"text="${text}";div.menu:nth-child="2"`;

beforeAll(async () => {
  bed = await startTrendsBed();
  const price = (user: string, price: number | string, at = DAY) => ({
    ...view(user, at, { properties: { price } }),
    event: "paid",
  });
  await bed.runner.insert(ENVIRONMENT, [
    price("ann", 10),
    price("bob", 20),
    price("cat", 30),
    price("cat", 40),
    price("dan", "free"),
    price("ann", 99, BEFORE),
    price("ann", 5, BEFORE),
    ...["a", "b", "c", "c"].map((plan, index) => ({
      ...view(`u${index % 2}`, DAY, { properties: { plan, size: index } }),
      event: "used",
    })),
    { ...view("ann", DAY), event: "$autocapture", elements: chain("Buy now", "/buy?x=1") },
    { ...view("bob", DAY), event: "$autocapture", elements: chain("Help", "/help") },
    view("ann", DAY, {
      properties: { $current_url: "https://a.test/users/17/?q=1", $pathname: "/users/17" },
    }),
    view("bob", DAY, { properties: { $current_url: "https://a.test/users/18", $pathname: "/users/18" } }),
  ]);
  const member = (cohort: number, user: string, is_deleted = 0, version = 1) => ({
    environment_id: ENVIRONMENT,
    cohort_id: cohort,
    person_key: keyOf(user),
    person_id: "00000000-0000-0000-0000-000000000000",
    is_deleted,
    version,
  });
  const members = [
    ...[member(1, "ann"), member(1, "bob"), member(2, "bob"), member(2, "cat")],
    ...[member(3, "ann"), member(3, "ann", 1, 2)],
  ];
  const rows = members.map((row) => JSON.stringify(row)).join("\n");
  const inserted = await bed.runner.warehouse.insert("cohort_members", rows, "members");
  if (!inserted.ok) throw new Error(inserted.error.message);
});
afterAll(() => bed?.runner.close());

const CONTEXT = {
  environmentId: ENVIRONMENT,
  cohorts: new Map([
    [1, { id: 1, name: "First" }],
    [2, { id: 2, name: "Second" }],
    [3, { id: 3, name: "Third" }],
  ]),
  actions: new Map([
    [
      5,
      {
        id: 5,
        name: "Bought",
        steps: [{ event: "$autocapture", selector: "div.menu > a", text: "Buy now" }],
      },
    ],
    [
      6,
      {
        id: 6,
        name: "Either",
        steps: [{ event: "paid" }, { event: "used", properties: [{ key: "plan", value: "a" }] }],
      },
    ],
    [
      7,
      {
        id: 7,
        name: "Linked",
        steps: [{ event: "$autocapture", href: "/b", href_matching: "contains" as const }],
      },
    ],
    [8, { id: 8, name: "Members", steps: [{ event: "paid", properties: [{ type: "cohort", value: 2 }] }] }],
  ]),
  pathCleaning: [{ regex: "/users/\\d+", alias: "/users/<id>" }],
};

const paid = (extra: JsonObject = {}): JsonObject => ({ kind: "EventsNode", event: "paid", ...extra });
const asked = async (query: JsonObject, date_from = "dStart") =>
  await bed.trends({ dateRange: { date_from }, ...query }, CONTEXT);
const values = (items: readonly Item[]) =>
  items.map(({ breakdown_value, data, aggregated_value }) => [
    breakdown_value,
    aggregated_value ?? data?.at(-1),
  ]);

describe("actions", () => {
  const one = async (node: JsonObject) => (await asked({ series: [node] })).items[0];
  it.each<[string, JsonObject, number]>([
    ["selector and text", { kind: "ActionsNode", id: 5 }, 1],
    ["any step", { kind: "ActionsNode", id: 6 }, 6],
    ["a link", { kind: "ActionsNode", id: 7 }, 1],
    ["a cohort", { kind: "ActionsNode", id: 8 }, 3],
    ["uniques", { kind: "ActionsNode", id: 6, math: "dau" }, 5],
    [
      "own filters",
      { kind: "ActionsNode", id: 6, properties: [{ key: "price", operator: "gt", value: 15 }] },
      3,
    ],
    ["in a group", { kind: "GroupNode", nodes: [{ kind: "ActionsNode", id: 5 }, paid()] }, 6],
    ["first time", { kind: "ActionsNode", id: 6, math: "first_time_for_user" }, 4],
  ])("%s", async (_, node, expected) => {
    expect((await one(node))?.data).toEqual([expected]);
  });

  it("are named as they are called now", async () => {
    const item = await one({ kind: "ActionsNode", id: 5, name: "Old" });
    expect(item).toMatchObject({ label: "Bought", action: { id: 5, type: "actions", name: "Bought" } });
  });
});

describe("cohorts", () => {
  const by = (breakdown: JsonObject[string]) => ({
    breakdownFilter: { breakdown_type: "cohort", breakdown },
  });

  it("break down: a person counts in each of hers, cohorts without events are there", async () => {
    const { items, hasMore } = await asked({ series: [paid()], ...by([1, 2, 3, "all"]) });
    expect(values(items)).toEqual([
      ["all", 5],
      [2, 3],
      [1, 2],
      [3, 0],
    ]);
    expect(items.map(({ label }) => label)).toEqual(["all users", "Second", "First", "Third"]);
    expect(hasMore).toBe(false);
  });

  it.each<[string, JsonObject, number]>([
    ["dau", { math: "dau" }, 2],
    ["weekly_active", { math: "weekly_active" }, 2],
    ["sum", { math: "sum", math_property: "price" }, 90],
    ["p90", { math: "p90", math_property: "price" }, 38],
    ["max_count_per_actor", { math: "max_count_per_actor" }, 2],
    ["first_time_for_user", { math: "first_time_for_user" }, 2],
  ])("break down %s", async (_, extra, expected) => {
    const { items } = await asked({ series: [paid(extra)], ...by(2) });
    expect(values(items)).toEqual([[2, expected]]);
  });

  it("break down with a property, and the rest is exact", async () => {
    const breakdowns: JsonObject[] = [{ type: "cohort", property: 2 }, { property: "price" }];
    const { items } = await asked({
      series: [paid({ math: "dau" })],
      breakdownFilter: { breakdowns, breakdown_limit: 1 },
    });
    expect(values(items)).toEqual([
      [[2, "20"], 1],
      [[OTHER, OTHER], 1],
    ]);
  });

  it.each<[string, JsonObject, number]>([
    ["in", { type: "cohort", key: "id", value: 1 }, 2],
    ["not in", { type: "cohort", key: "id", value: 1, operator: "not_in" }, 3],
    ["left it", { type: "cohort", key: "id", value: 3 }, 0],
  ])("filter: %s", async (_, filter, expected) => {
    expect((await asked({ series: [paid()], properties: [filter] })).items[0]?.data).toEqual([expected]);
  });

  it("says which one does not exist", async () => {
    await expect(asked({ series: [paid()], ...by([44]) })).rejects.toThrow("Cohort 44 does not exist");
  });
});

describe("histograms", () => {
  const bins = (count: number) => ({
    breakdownFilter: { breakdown: "price", breakdown_histogram_bin_count: count },
  });

  it("hold about the same number of events each, texts are null", async () => {
    const { items } = await asked({ series: [paid()], ...bins(4) });
    expect(values(items)).toEqual([
      ["[10,17.5]", 1],
      ["[17.5,25]", 1],
      ["[25,32.5]", 1],
      ["[32.5,40]", 1],
      [NULL, 1],
    ]);
  });

  it("are the same bins for the period compared with: what is outside goes to the nearest", async () => {
    const { items } = await asked({ series: [paid()], ...bins(2), compareFilter: { compare: true } });
    expect(values(items)).toEqual([
      ["[10,25]", 2],
      ["[25,40]", 2],
      [NULL, 1],
      ["[10,25]", 1],
      ["[25,40]", 1],
    ]);
  });

  it.each<[number, string[]]>([
    [1, ["[10,40]", NULL]],
    [90, ["[10,10.33]"]],
  ])("of %d bins", async (count, labels) => {
    const { items } = await asked({ series: [paid()], ...bins(count) });
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(labels));
  });

  it("beside a property", async () => {
    const breakdowns: JsonObject[] = [{ property: "price", histogram_bin_count: 2 }, { property: "nothing" }];
    const { items } = await asked({ series: [paid()], breakdownFilter: { breakdowns } });
    expect(items.map(({ label }) => label)).toEqual([
      `[10,25]::${NULL}`,
      `[25,40]::${NULL}`,
      `${NULL}::${NULL}`,
    ]);
  });
});

describe("older lists and paths", () => {
  it("breaks down by both of a list", async () => {
    const { items } = await asked({
      series: [{ kind: "EventsNode", event: "used" }],
      breakdownFilter: { breakdown: ["plan", "size"] },
    });
    expect(items.map(({ breakdown_value }) => breakdown_value)).toEqual([
      ["a", "0"],
      ["b", "1"],
      ["c", "2"],
      ["c", "3"],
    ]);
  });

  it("finds the greatest of many values first, null apart", async () => {
    const breakdowns: JsonObject[] = [
      { property: "$pathname" },
      { type: "event_metadata", property: "distinct_id" },
    ];
    const limited = { breakdownFilter: { breakdowns, breakdown_limit: 1 } };
    expect(values((await asked(limited)).items)).toEqual([
      [["/users/17", "ann"], 1],
      [[OTHER, OTHER], 1],
    ]);
    const { items } = await asked({ series: [paid()], breakdownFilter: { breakdown: "$pathname" } });
    expect(values(items)).toEqual([[NULL, 5]]);
  });

  it("cleans and normalises paths", async () => {
    const by = async (filter: JsonObject) => values((await asked({ breakdownFilter: filter })).items);
    const path = { breakdown: "$pathname", breakdown_path_cleaning: true };
    expect(await by(path)).toEqual([["/users/<id>", 2]]);
    const url = { breakdown: "$current_url", breakdown_normalize_url: true, breakdown_path_cleaning: true };
    expect(await by(url)).toEqual([
      ["https://a.test/users/<id>", 1],
      ["https://a.test/users/<id>/?q=1", 1],
    ]);
    const filter = { key: "$pathname", operator: "is_cleaned_path_exact", value: "/users/99" };
    expect((await asked({ properties: [filter] })).items[0]?.data).toEqual([2]);
  });
});

describe("«other» of formulas and of the period before", () => {
  const used = { kind: "EventsNode", event: "used" };
  const breakdownFilter = { breakdown: "plan", breakdown_limit: 1 };

  it("is what the formula gives for all of it", async () => {
    const { items } = await asked({
      series: [used, { ...used, math: "dau" }],
      breakdownFilter,
      trendsFilter: { formula: "A/B" },
    });
    expect(values(items)).toEqual([
      ["a", 1],
      [OTHER, 3 / 2],
    ]);
  });

  it("counts its persons once", async () => {
    const { items } = await asked({
      series: [paid({ math: "dau" })],
      breakdownFilter: { breakdown: "price", breakdown_limit: 1 },
      compareFilter: { compare: true },
    });
    expect(values(items)).toEqual([
      ["10", 1],
      [OTHER, 3],
      [OTHER, 1],
    ]);
  });

  it.each([
    ["min", 5],
    ["max", 99],
    ["avg", 52],
  ])("of %s has no zeros for buckets that lack it", async (math, expected) => {
    const query = { series: [paid({ math, math_property: "price" })], compareFilter: { compare: true } };
    const { items } = await asked({ ...query, breakdownFilter: { breakdown: "price", breakdown_limit: 1 } });
    expect(items.at(-1)).toMatchObject({
      breakdown_value: OTHER,
      compare_label: "previous",
      data: [expected],
    });
  });
});
