import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  answer,
  asFilters,
  FIRST_DAY,
  history,
  LAST_DAY,
  NOON,
  newProject,
  place,
  RUNS,
  type Unit,
  unit,
  unitOf,
  type Wanted,
  wanted,
} from "./brute-force/history.ts";
import { idsOf, peopleBehind } from "./brute-force/people.ts";
import { type RetentionAsked, retentionCells } from "./brute-force/retention.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const HOURS: Readonly<Record<Unit, number>> = { hour: 1, day: 24, week: 168, month: 720 };

interface Asked extends RetentionAsked {
  readonly unit: Unit;
  readonly brackets: boolean;
  /** With a start of the range, columns look past its end. */
  readonly from: boolean;
  readonly measure: "sum" | "avg" | undefined;
}

const asked: fc.Arbitrary<Asked> = fc
  .record({
    target: wanted,
    returning: wanted,
    type: fc.constantFrom(
      "retention_recurring" as const,
      "retention_first_time" as const,
      "retention_first_ever_occurrence" as const,
    ),
    cumulative: fc.boolean(),
    minimum: fc.integer({ min: 1, max: 2 }),
    lengths: fc.oneof(
      fc.constantFrom(2, 6, 69, 280).map((length) => Array<number>(length).fill(1)),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    ),
    rolling: fc.boolean(),
    unit,
    from: fc.boolean(),
    measure: fc.option(fc.constantFrom("sum" as const, "avg" as const), { nil: undefined, freq: 2 }),
  })
  .map(({ rolling, ...rest }) => ({
    ...rest,
    brackets: rest.lengths.some((length) => length > 1),
    window: rolling && !rest.cumulative ? HOURS[rest.unit] * 3_600_000 : undefined,
  }));

const entity = ({ name, plan }: Wanted): JsonObject => ({
  id: name,
  type: "events",
  properties: asFilters(plan),
});

const queryOf = (asked: Asked): JsonObject => ({
  kind: "RetentionQuery",
  dateRange: { ...(asked.from ? { date_from: FIRST_DAY } : {}), date_to: LAST_DAY },
  retentionFilter: {
    period: asked.unit.replace(/^./, (first) => first.toUpperCase()),
    totalIntervals: asked.lengths.length + 1,
    ...(asked.brackets ? { retentionCustomBrackets: [...asked.lengths] } : {}),
    targetEntity: entity(asked.target),
    returningEntity: entity(asked.returning),
    retentionType: asked.type,
    cumulative: asked.cumulative,
    minimumOccurrences: asked.minimum,
    ...(asked.window ? { timeWindowMode: "24_hour_windows" } : {}),
    ...(asked.measure ? { aggregationType: asked.measure, aggregationProperty: "amount" } : {}),
  },
});

const measured = (numbers: readonly number[], measure: "sum" | "avg"): number => {
  const sum = numbers.reduce((total, number) => total + number, 0);
  return measure === "sum" ? sum : numbers.length === 0 ? 0 : sum / numbers.length;
};

it("retention answers as the definitions say, and names who is in a cell", async () => {
  const cell = fc.record({ row: fc.nat(30), column: fc.nat(8) });
  const property = fc.asyncProperty(history(), asked, place, cell, async (events, asked, place, cell) => {
    const of = unitOf(asked.unit, place);
    const last = of(NOON.last);
    const first = asked.from ? of(NOON.first) : last - asked.lengths.length;
    const until = asked.from ? Number.POSITIVE_INFINITY : last;
    const environmentId = await newProject(runner, events);
    const rows = await answer(runner, environmentId, queryOf(asked), place);
    const cells = retentionCells(events, asked, of, [first, last], until);
    const { measure } = asked;
    const expected = cells.map((row) =>
      row.map(({ users, numbers }) => [users.size, ...(measure ? [measured(numbers, measure)] : [])]),
    );
    const got = rows.map(({ values }) =>
      (values as { count: number; aggregation_value?: number }[]).map(
        ({ count, aggregation_value: value }) => [count, ...(value === undefined ? [] : [value])],
      ),
    );
    expect(got).toEqual(expected);

    const [interval, selected] = [cell.row % cells.length, cell.column % (asked.lengths.length + 1)];
    const source = { kind: "InsightActorsQuery", source: queryOf(asked), interval, selected };
    const people = await peopleBehind(runner, environmentId, source, place);
    expect(people.map(([id]) => id).sort()).toEqual(idsOf(cells[interval]?.[selected]?.users ?? []));
  });
  await fc.assert(property, RUNS);
});
