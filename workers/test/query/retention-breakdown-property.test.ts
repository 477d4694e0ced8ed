import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  answer,
  byUser,
  history,
  LAST_DAY,
  NOON,
  named,
  newProject,
  place,
  RUNS,
  unit,
  unitOf,
} from "./brute-force/history.ts";
import { idsOf, peopleBehind } from "./brute-force/people.ts";
import { type RetentionAsked, retentionCells } from "./brute-force/retention.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const NULL = "$$_posthog_breakdown_null_$$";
const OTHER = "$$_posthog_breakdown_other_$$";
const amountOf = ({ properties }: TestEvent): string => String(properties?.amount ?? NULL);

const asked = fc.record({
  type: fc.constantFrom("retention_recurring" as const, "retention_first_time" as const),
  name: fc.constantFrom("a", null),
  unit,
  limit: fc.constantFrom(1, 3, 25),
});

/** The events that count for each value: those with it, or those of users whose first start has it. */
function byValue(events: readonly TestEvent[], asked: RetentionAsked): Map<string, readonly TestEvent[]> {
  if (asked.type === "retention_recurring") return Map.groupBy(events, amountOf);
  const values = new Map<string, TestEvent[]>();
  for (const own of byUser(events).values()) {
    const first = own.find(named(asked.target));
    if (first) values.set(amountOf(first), [...(values.get(amountOf(first)) ?? []), ...own]);
  }
  return values;
}

it("retention by a property answers as the definitions say, and names who is in a value's cell", async () => {
  const cell = fc.record({ value: fc.nat(20), row: fc.nat(8), column: fc.nat(3) });
  const property = fc.asyncProperty(
    history(),
    asked,
    place,
    cell,
    async (all, { type, name, unit, limit }, place, cell) => {
      const of = unitOf(unit, place);
      const last = of(NOON.last);
      const events = all.filter(({ at }) => of(at) <= last);
      const wanted = { name };
      const shape = { cumulative: false, minimum: 1, lengths: [1, 1, 1], window: undefined };
      const asked: RetentionAsked = { type, target: wanted, returning: wanted, ...shape };
      const entity = { id: name, type: "events" };
      const query: JsonObject = {
        kind: "RetentionQuery",
        dateRange: { date_to: LAST_DAY },
        breakdownFilter: { breakdown: "amount", breakdown_type: "event", breakdown_limit: limit },
        retentionFilter: {
          period: unit.replace(/^./, (first) => first.toUpperCase()),
          totalIntervals: 4,
          targetEntity: entity,
          returningEntity: entity,
          retentionType: type,
        },
      };
      const tables = [...byValue(events, asked)]
        .map(([value, own]) => ({ value, cells: retentionCells(own, asked, of, [last - 3, last], last) }))
        .map((table) => ({
          ...table,
          size: table.cells.reduce((sum, [start]) => sum + (start?.users.size ?? 0), 0),
        }))
        .filter(({ size }) => size > 0)
        .sort((a, b) => b.size - a.size || (a.value < b.value ? -1 : 1));
      const rest = tables.filter(({ value }) => value !== NULL).slice(limit);
      const kept = tables
        .filter((table) => !rest.includes(table))
        .map((table) => ({ value: table.value, of: [table] }));
      const shown = rest.length > 0 ? [...kept, { value: OTHER, of: rest }] : kept;

      const environmentId = await newProject(runner, all);
      const rows = await answer(runner, environmentId, query, place);
      const got = rows.map(({ breakdown_value, values }) => [
        breakdown_value,
        ...(values as { count: number }[]).map(({ count }) => count),
      ]);
      const expected = shown.flatMap(({ value, of }) =>
        [0, 1, 2, 3].map((row) => [
          value,
          ...[0, 1, 2, 3].map((column) =>
            of.reduce((sum, { cells }) => sum + (cells[row]?.[column]?.users.size ?? 0), 0),
          ),
        ]),
      );
      expect(got).toEqual(expected);

      const one = shown[cell.value % Math.max(1, shown.length)];
      if (!one) return;
      const [interval, selected] = [cell.row % 4, cell.column];
      const source = { kind: "InsightActorsQuery", source: query, interval, selected, breakdown: one.value };
      const people = await peopleBehind(runner, environmentId, source, place);
      const users = one.of.flatMap(({ cells }) => [...(cells[interval]?.[selected]?.users ?? [])]);
      expect(people.map(([id]) => id).sort()).toEqual(idsOf(new Set(users)));
    },
  );
  await fc.assert(property, RUNS);
});
