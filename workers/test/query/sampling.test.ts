import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import {
  EXACT_CASES,
  keptEvents,
  PEOPLE_CASES,
  RATIO_CASES,
  sampledOf,
  WHOLE_EVENTS,
} from "./over-limit-cases.ts";

const [ALL, SAMPLE, WHOLE] = [91, 92, 93];
/** Environments that kept each of the ten samples that may be chosen over a limit. */
const KEPT = Array.from({ length: 10 }, (_, sample) => 100 + sample);
const FACTOR = 0.25;
const USERS = Array.from({ length: 80 }, (_, number) => `user ${number}`);
const NAMES = ["in", "mid", "out"];

let runner: InsightRunner;
let sampled: readonly string[];

/** Each user does a few things on the first days of January, all within groups of eight. */
const EVENTS: readonly TestEvent[] = USERS.flatMap((user, number) =>
  Array.from(
    { length: 1 + (number % 7) },
    (_, index): TestEvent => ({
      event: NAMES[(index + (number % 2)) % NAMES.length] as string,
      user,
      at: `2026-01-0${1 + ((number + index) % 6)}T1${index}:00:00.000Z`,
      groups: number % 5 === 0 ? [] : [`group ${number % 8}`],
      properties: {
        amount: 1 + (number % 10),
        colour: number % 3 === 0 ? "red" : "blue",
        $current_url: `/${index}`,
      },
    }),
  ),
);

beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(ALL, EVENTS);
  const keys = USERS.map((user) => `toUInt64('${keyOf(user)}')`).join();
  const sql = `SELECT cityHash64(arrayJoin([${keys}])) % 1000000 < ${FACTOR * 1_000_000}`;
  const chosen = await runner.warehouse.query({ sql, params: {} });
  if (!chosen.ok) throw new Error(chosen.error.message);
  sampled = USERS.filter((_, index) => Number(chosen.value.rows[index]?.[0]) === 1);
  await runner.insert(
    SAMPLE,
    EVENTS.filter(({ user }) => sampled.includes(user)),
  );
  await runner.insert(WHOLE, WHOLE_EVENTS);
  for (const [sample, environmentId] of KEPT.entries())
    await runner.insert(environmentId, keptEvents(sample));
});
afterAll(() => runner.close());

const series = (math: JsonObject = {}) =>
  NAMES.slice(0, 1).map((event) => ({ kind: "EventsNode", event, ...math }));
const steps = NAMES.map((event) => ({ kind: "EventsNode", event }));
const dateRange = { date_from: "2026-01-01", date_to: "2026-01-08" };
const base = { dateRange };

/** The answer about the sampled users alone, with counts four times as large. */
function scaled(answer: unknown, keys: readonly string[], within = false): unknown {
  if (typeof answer === "number") return within ? answer / FACTOR : answer;
  if (Array.isArray(answer)) return answer.map((one) => scaled(one, keys, within));
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, scaled(value, keys, within || keys.includes(name))]),
  );
}

describe("a sample of a quarter", () => {
  it("has some users, and not all", () => {
    expect(sampled.length).toBeGreaterThan(8);
    expect(sampled.length).toBeLessThan(40);
  });

  it.each<[string, JsonObject, readonly string[]]>([
    ["events", { kind: "TrendsQuery", series: series() }, ["data", "count"]],
    ["users", { kind: "TrendsQuery", series: series({ math: "dau" }) }, ["data", "count"]],
    [
      "a sum by breakdown",
      {
        kind: "TrendsQuery",
        series: series({ math: "sum", math_property: "amount" }),
        breakdownFilter: { breakdown: "colour" },
      },
      ["data", "count"],
    ],
    ["a mean", { kind: "TrendsQuery", series: series({ math: "avg", math_property: "amount" }) }, []],
    [
      "a share",
      { kind: "TrendsQuery", series: [...steps], trendsFilter: { formula: "B / A", display: "BoldNumber" } },
      [],
    ],
    ["a funnel", { kind: "FunnelsQuery", series: steps }, ["count"]],
    [
      "a funnel's trend",
      { kind: "FunnelsQuery", series: steps, funnelsFilter: { funnelVizType: "trends" } },
      [],
    ],
    [
      "retention",
      {
        kind: "RetentionQuery",
        retentionFilter: {
          targetEntity: { id: "in", type: "events" },
          returningEntity: { id: "mid", type: "events" },
        },
      },
      ["count"],
    ],
    ["stickiness", { kind: "StickinessQuery", series: series() }, ["data", "count"]],
    ["lifecycle", { kind: "LifecycleQuery", series: series() }, ["data", "count"]],
    ["paths", { kind: "PathsQuery", pathsFilter: { includeEventTypes: ["custom_event"] } }, ["value"]],
    ["a calendar", { kind: "CalendarHeatmapQuery", series: series() }, ["value", "allAggregations"]],
  ])("estimates %s", async (_, query, keys) => {
    const whole = await runner.run({ ...base, ...query, samplingFactor: FACTOR }, { environmentId: ALL });
    const part = await runner.run({ ...base, ...query }, { environmentId: SAMPLE });
    expect(whole.results).toEqual(scaled(part.results, keys));
  });

  it("takes whole groups where groups are counted", async () => {
    const query = {
      ...base,
      kind: "TrendsQuery",
      series: series({ math: "dau" }),
      aggregation_group_type_index: 0,
    };
    const display = { trendsFilter: { display: "BoldNumber" } };
    const ask = async (samplingFactor: number) => {
      const { results } = await runner.run({ ...query, ...display, samplingFactor }, { environmentId: ALL });
      return (results as { aggregated_value: number }[])[0]?.aggregated_value ?? 0;
    };
    expect(await ask(1)).toBe(8);
    expect((await ask(0.5)) % 2).toBe(0);
  });

  it("is everyone at 1 and at 0, and part of every greater one", async () => {
    const ask = async (samplingFactor: number) => {
      const { results } = await runner.run(
        {
          ...base,
          kind: "ActorsQuery",
          select: ["id"],
          source: {
            kind: "InsightActorsQuery",
            source: { ...base, kind: "TrendsQuery", series: [{ kind: "EventsNode" }], samplingFactor },
          },
        },
        { environmentId: ALL },
      );
      return (results as string[][]).map(([id]) => id);
    };
    const [none, quarter, half, all] = await Promise.all([ask(0), ask(0.25), ask(0.5), ask(1)]);
    expect([none.length, all.length, quarter.length]).toEqual([80, 80, sampled.length]);
    expect(half).toEqual(expect.arrayContaining(quarter));
  });

  it.each([-0.1, 1.1])("refuses %d", async (samplingFactor) => {
    await expect(runner.run({ kind: "TrendsQuery", series: series(), samplingFactor })).rejects.toThrow(
      /samplingFactor/,
    );
  });
});

/** Numbers of answers that count people, by where they stand. */
function countsOf(answer: unknown, place = "", counts = new Map<string, number>()): Map<string, number> {
  if (Array.isArray(answer)) {
    for (const [index, one] of answer.entries()) countsOf(one, `${place}/${nameOf(one) ?? index}`, counts);
  } else if (typeof answer === "object" && answer !== null) {
    for (const [name, value] of Object.entries(answer))
      if (
        !/label|order|time|action|days|filter|^row$|^column$/.test(name) &&
        !(name === "count" && "data" in answer)
      )
        countsOf(value, `${place}/${name}`, counts);
  } else if (typeof answer === "number") counts.set(place, answer);
  return counts;
}

/** What tells a link or a breakdown's item from others, wherever it stands in its list. */
const nameOf = (item: unknown): string | undefined => {
  const {
    source,
    target,
    row,
    column,
    breakdown_value: value,
    name,
  } = (item ?? {}) as Record<string, unknown>;
  if (source !== undefined) return `${source} ${target}`;
  if (row !== undefined || column !== undefined) return `${row} ${column}`;
  return Array.isArray(item) || value === undefined ? undefined : `${JSON.stringify(value)} ${name ?? ""}`;
};

describe("over a limit, of people one in ten is kept", () => {
  const kept = (query: JsonObject) =>
    Promise.all(
      KEPT.map(async (environmentId, sample) =>
        countsOf(
          (await runner.run({ ...base, ...query }, { environmentId, sampled: sampledOf(sample) })).results,
        ),
      ),
    );
  const whole = async (query: JsonObject) =>
    countsOf((await runner.run({ ...base, ...query }, { environmentId: WHOLE })).results);

  it.each(PEOPLE_CASES)("%s: the mean of all ten samples is the truth", async (_, query) => {
    const [truth, samples] = [await whole(query), await kept(query)];
    for (const [place, value] of truth) {
      const values = samples.map((one) => one.get(place) ?? 0);
      const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
      // A figure cut off at nobody is a little too high.
      if (values.every((one) => one !== 0)) expect([place, mean]).toEqual([place, expect.closeTo(value, 6)]);
      else expect(mean).toBeGreaterThanOrEqual(value - 1e-6);
    }
    expect(truth.size).toBeGreaterThan(0);
  });

  it.each(EXACT_CASES)("%s are exact in every sample", async (_, query) => {
    const truth = await whole(query);
    for (const counts of await kept(query)) expect(counts).toEqual(truth);
  });

  it.each(RATIO_CASES)("%s of samples is near", async (_, query) => {
    const [truth, samples] = [await whole(query), await kept(query)];
    for (const [place, value] of truth) {
      const mean = samples.reduce((sum, one) => sum + (one.get(place) ?? 0), 0) / samples.length;
      expect(Math.abs(mean - value), place).toBeLessThan(0.15 * value + 5);
    }
  });
});
