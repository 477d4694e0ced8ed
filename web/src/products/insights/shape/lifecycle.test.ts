import { expect, it } from "vitest";
import { LIFECYCLES } from "../query/types.ts";
import { type LifecycleItem, toLifecycle } from "./lifecycle.ts";

const days = ["2026-01-01", "2026-01-02"];
const items = (["dormant", "new", "resurrecting", "returning"] as const).map(
  (status, index): LifecycleItem => ({ status, days, data: [index, -index], count: 0 }),
);
const options = { interval: "day", timezone: "UTC", now: Date.parse("2026-01-03T00:00:00Z") } as const;

it("orders the statuses and shows the wanted ones", () => {
  expect(toLifecycle(items, LIFECYCLES, options).series.map(({ key }) => key)).toEqual([...LIFECYCLES]);
  expect(toLifecycle(items, ["dormant"], options).series.map(({ label }) => label)).toEqual(["Dormant"]);
});

it("gives each status a colour of its own, whatever is shown", () => {
  const all = toLifecycle(items, LIFECYCLES, options).series;
  expect(new Set(all.map(({ color }) => color)).size).toBe(4);
  expect(toLifecycle(items, ["dormant"], options).series[0]?.color).toBe(all[3]?.color);
});
