import type { Population } from "@edgewise/core/releases/population.ts";
import { PRESETS } from "@edgewise/core/releases/presets.ts";
import { type LookQuestion, prepareLook, preparePeople } from "@edgewise/core/releases/query/plan-look.ts";
import { guard as guardSchema } from "@edgewise/core/releases/schema.ts";
import type { Select } from "@edgewise/core/sql/ast.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personIdOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, NOW, startInsightRunner, TEST_CONTEXT } from "./insight-runner.ts";

const FROM = NOW - 3_600_000;
const REASONS = { on: "Matched condition set 2", off: "Out of rollout bound" } as const;
const MINUTE = 60_000;

type Side = "on" | "off";

/** A person's calls, and what they did after them. */
interface Visitor {
  readonly user: string;
  readonly side: Side;
  readonly last: Side;
  readonly reached: boolean;
  readonly errors: number;
  readonly orders: readonly number[];
  readonly paints: readonly number[];
}

const VISITORS: readonly Visitor[] = Array.from({ length: 240 }, (_, i) => ({
  user: `visitor-${i}`,
  side: i % 4 === 0 ? "on" : "off",
  last: i % 29 === 0 ? (i % 4 === 0 ? "off" : "on") : i % 4 === 0 ? "on" : "off",
  reached: i % 5 !== 0,
  errors: (i * 7) % 11 === 0 ? (i % 3) + 1 : 0,
  orders: i % 6 === 0 ? [10 + i, 5] : [],
  paints: Array.from(
    { length: i % 5 },
    (_, k) => 1000 + ((i * 37 + k * 113) % 900) + (i % 4 === 0 ? 250 : 0),
  ),
}));

const at = (ms: number) => new Date(ms).toISOString();

function eventsOf(
  { user, side, last, reached, errors, orders, paints }: Visitor,
  index: number,
): TestEvent[] {
  const seen = FROM + index * 1000;
  const call = (answer: Side, ms: number): TestEvent => ({
    event: "$feature_flag_called",
    user,
    at: at(ms),
    properties: {
      $feature_flag: "pay",
      $feature_flag_response: answer === "on" ? "new" : false,
      $feature_flag_reason: reached ? REASONS[answer] : "No matching condition set",
    },
  });
  const after = (event: string, properties: TestEvent["properties"], k: number): TestEvent => ({
    event,
    user,
    at: at(seen + MINUTE + k * 1000),
    session: `session-${user}`,
    properties: { ...properties, "$feature/pay": side === "on" },
  });
  return [
    // Before the step began, and before the person's exposure: neither counts.
    call(side === "on" ? "off" : "on", FROM - MINUTE),
    { event: "$exception", user, at: at(FROM - 1), properties: {} },
    call(side, seen),
    ...(last === side ? [] : [call(last, seen + 30_000)]),
    ...Array.from({ length: errors }, (_, k) => after("$exception", {}, k)),
    ...orders.map((amount, k) => after("order", { amount }, 10 + k)),
    ...paints.map((ms, k) => after("$web_vitals", { $web_vitals_LCP_value: ms }, 20 + k)),
    after("$pageview", {}, 40),
  ];
}

const order = { kind: "EventsNode", event: "order" } as const;
const GUARDS = [
  { uuid: "errors", name: "Errors", metric: PRESETS.error_rate.metric },
  { uuid: "paint", name: "Paint", metric: PRESETS.lcp_p75.metric },
  { uuid: "bad", name: "Bad", metric: { metric_type: "mean", source: { ...order, math: "p99" } } },
  {
    uuid: "basket",
    name: "Basket",
    metric: {
      metric_type: "ratio",
      numerator: { ...order, math: "sum", math_property: "amount" },
      denominator: { ...order, math: "total" },
      goal: "increase",
    },
  },
  { uuid: "buys", name: "Buys", metric: { metric_type: "funnel", series: [order], goal: "increase" } },
].map((one) => guardSchema.parse(one));

const POPULATION: Population = {
  flagKey: "pay",
  exposure: "called",
  condition: null,
  filterTestAccounts: false,
  expectedShare: 0.25,
};
const QUESTION: LookQuestion = { population: POPULATION, guards: GUARDS, from: FROM, to: NOW };

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(1, VISITORS.flatMap(eventsOf));
});
afterAll(() => runner?.close());

async function ask(select: Select, environmentId = 1) {
  const compiled = compileQuery(select, { ...TEST_CONTEXT, environmentId });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const result = await runner.warehouse.query(compiled.value);
  if (!result.ok) throw new Error(`${result.error.message}\n${compiled.value.sql}`);
  return result.value;
}

async function look(over: Partial<Population> = {}, environmentId = 1) {
  const prepared = prepareLook({ ...QUESTION, population: { ...POPULATION, ...over } }, TEST_CONTEXT);
  if (!prepared.ok) throw new Error(prepared.error.message);
  return prepared.value.read(await ask(prepared.value.select, environmentId));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
function quantile(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * level;
  const low = Math.floor(place);
  return sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}

function expectArm(found: unknown, n: number, values: { mean: number; variance?: number }) {
  const { arm } = found as { arm: { n: number; mean: number; variance: number } };
  expect(arm.n).toBe(n);
  expect(arm.mean).toBeCloseTo(values.mean, 9);
  if (values.variance !== undefined) expect(arm.variance).toBeCloseTo(values.variance, 6);
}

describe("a look", () => {
  it("counts people by what they saw in the window, those who saw both apart", async () => {
    const { exposures, switched, lastSeen } = await look();
    const steady = VISITORS.filter(({ side, last }) => side === last);
    const count = (side: Side) => steady.filter((one) => one.side === side).length;
    expect(exposures).toEqual({ on: count("on"), off: count("off") });
    expect(switched).toBe(VISITORS.length - steady.length);
    expect(lastSeen.on).toBe(VISITORS.filter(({ last }) => last === "on").length);
  });

  it("measures every guard-rail in one query as counting by hand does; one that can't be asked fails alone", async () => {
    const { measured } = await look();
    const [errors, paint, bad, basket, buys] = measured;
    for (const side of ["on", "off"] as const) {
      const own = VISITORS.filter((one) => one.side === side && one.last === side);
      const had = own.map((one) => (one.errors > 0 ? 1 : 0));
      expectArm(errors?.ok && errors[side], own.length, { mean: mean(had), variance: variance(had) });
      const bought = own.map((one) => (one.orders.length > 0 ? 1 : 0));
      expectArm(buys?.ok && buys[side], own.length, { mean: mean(bought), variance: variance(bought) });
      const orders = own.flatMap((one) => one.orders);
      expectArm(basket?.ok && basket[side], own.length, { mean: mean(orders) });
      const paints = own.filter((one) => one.paints.length > 0);
      expectArm(paint?.ok && paint[side], paints.length, {
        mean: quantile(
          paints.flatMap((one) => one.paints),
          0.75,
        ),
      });
    }
    expect(bad).toEqual({ ok: false, error: expect.stringContaining('Math "p99"') });
  });

  it("keeps to the people that one condition decides, by the reason of the answer", async () => {
    const reached = VISITORS.filter((one) => one.reached && one.side === one.last);
    expect((await look({ condition: 2 })).exposures).toEqual({
      on: reached.filter(({ side }) => side === "on").length,
      off: reached.filter(({ side }) => side === "off").length,
    });
    expect((await look({ condition: 1 })).exposures.on).toBe(0);
  });

  it("can ask every event that carries the value instead of calls", async () => {
    const { exposures, switched } = await look({ exposure: "carried" });
    expect(exposures).toEqual({ on: 60, off: 180 });
    expect(switched).toBe(0);
  });

  it("sees nobody in an environment without events", async () => {
    const { exposures, measured } = await look({}, 2);
    expect(exposures).toEqual({ on: 0, off: 0 });
    expect(measured[0]).toMatchObject({ ok: true, on: { ok: true, arm: { n: 0 } } });
  });

  it("names the people behind a figure, the worst first", async () => {
    const people = { guard: "errors", side: "on", limit: 3, offset: 0 } as const;
    const total = {
      ...GUARDS[0]!,
      metric: guardSchema.parse({ ...GUARDS[0], metric: PRESETS.errors_per_person.metric }).metric,
    };
    const select = preparePeople({ ...QUESTION, guards: [total] }, people, TEST_CONTEXT);
    if (!select.ok) throw new Error(select.error.message);
    const { rows } = await ask(select.value);
    const worst = VISITORS.filter((one) => one.side === "on" && one.last === "on" && one.errors > 0);
    const most = Math.max(...worst.map(({ errors }) => errors));
    expect(rows).toHaveLength(3);
    expect(Number(rows[0]?.[2])).toBe(most);
    expect(rows.map((row) => row[3])).toEqual(rows.map((row) => `session-${row[1]}`));
    expect(personIdOf(String(rows[0]?.[1]))).toBe(rows[0]?.[0]);
    expect(worst.map(({ user }) => personIdOf(user))).toContain(rows[0]?.[0]);
    expect(preparePeople(QUESTION, { ...people, guard: "none" }, TEST_CONTEXT)).toMatchObject({ ok: false });
  });
});
