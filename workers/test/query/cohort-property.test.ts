import { cohortSelect } from "@edgewise/core/cohorts/compile.ts";
import type { CohortNode } from "@edgewise/core/cohorts/definition.ts";
import { parseCohort } from "@edgewise/core/cohorts/parse.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isMember, LIST, NESTED, type RefPerson } from "./cohort-reference.ts";
import { keyOf, type TestEvent } from "./event-rows.ts";
import { NOW } from "./insight-runner.ts";
import { personId, personRow, type SqlBed, startSqlBed } from "./sql-bed.ts";

let bed: SqlBed;
beforeAll(async () => {
  bed = await startSqlBed();
});
afterAll(() => bed?.close());

const HOUR = 3_600_000;
const KNOWN = { cohorts: new Set([LIST, NESTED]), actions: new Set<number>() };

const event = fc.record({
  name: fc.constantFrom("a", "b"),
  t: fc.oneof(fc.nat(30), fc.nat(24 * 45)).map((hours) => NOW - hours * HOUR),
  colour: fc.option(fc.constantFrom("red", "blue"), { nil: undefined }),
});
const person: fc.Arbitrary<RefPerson> = fc.record({
  profile: fc.boolean(),
  properties: fc.record({ plan: fc.constantFrom("pro", "free"), age: fc.nat(9) }, { requiredKeys: [] }),
  events: fc.array(event, { maxLength: 7 }),
  listed: fc.boolean(),
}) as fc.Arbitrary<RefPerson>;
const people = fc.array(person, { minLength: 12, maxLength: 20 });

const negation = fc.boolean();
const unit = fc.constantFrom("hour", "day", "week", "month");
const operator = fc.constantFrom("gte", "lte", "exact", "gt", "lt", undefined);

const property = fc.oneof(
  fc.record({
    type: fc.constant("person"),
    key: fc.constant("plan"),
    operator: fc.constantFrom("exact", "is_not", "is_set", "is_not_set"),
    value: fc.subarray(["pro", "free"], { minLength: 1 }),
    negation,
  }),
  fc.record({
    type: fc.constant("person"),
    key: fc.constant("age"),
    operator: fc.constant("gt"),
    value: fc.nat(9),
    negation,
  }),
);

const shared = {
  type: fc.constant("behavioral"),
  key: fc.constantFrom("a", "b"),
  event_type: fc.constant("events"),
  event_filters: fc.option(
    fc
      .constantFrom("red", "blue")
      .map((value) => [{ type: "event", key: "colour", operator: "exact", value }]),
    { nil: undefined },
  ),
  negation,
};
const trailing = { time_value: fc.integer({ min: 1, max: 20 }), time_interval: unit };
const count = { operator, operator_value: fc.integer({ min: 1, max: 3 }) };
const kind = (value: string) => fc.constant(value);

const behaviour = fc.oneof(
  fc.record({ ...shared, ...trailing, value: kind("performed_event") }),
  fc.record({ ...shared, ...trailing, ...count, value: kind("performed_event_multiple") }),
  fc.record({ ...shared, ...trailing, value: kind("performed_event_first_time") }),
  fc.record({
    ...shared,
    ...trailing,
    value: kind("performed_event_sequence"),
    seq_event: fc.constantFrom("a", "b"),
    seq_event_type: fc.constant("events"),
    seq_time_value: fc.integer({ min: 1, max: 5 }),
    seq_time_interval: unit,
  }),
  fc
    .record({
      ...shared,
      ...count,
      value: kind("performed_event_regularly"),
      time_value: fc.integer({ min: 1, max: 3 }),
      time_interval: fc.constantFrom("day", "week"),
      total_periods: fc.integer({ min: 1, max: 6 }),
      share: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ share, ...leaf }) => ({ ...leaf, min_periods: Math.min(share, leaf.total_periods) })),
  fc.record({
    ...shared,
    time_value: fc.integer({ min: 8, max: 20 }),
    time_interval: fc.constantFrom("day", "week"),
    value: fc.constantFrom("stopped_performing_event", "restarted_performing_event"),
    seq_time_value: fc.integer({ min: 1, max: 7 }),
    seq_time_interval: fc.constantFrom("hour", "day"),
  }),
);
const inCohort = fc.record({
  type: fc.constant("cohort"),
  key: fc.constant("id"),
  value: fc.constantFrom(LIST, NESTED),
  negation,
});
const groupOf = (node: fc.Arbitrary<unknown>) =>
  fc.record({ type: fc.constantFrom("AND", "OR"), values: fc.array(node, { minLength: 1, maxLength: 3 }) });
const flat = groupOf(fc.oneof(property, behaviour, behaviour));
const tree = groupOf(fc.oneof(property, behaviour, behaviour, inCohort, flat));
const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");

const clean = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

function parsed(properties: JsonObject): CohortNode {
  const result = parseCohort(properties, KNOWN);
  if (!result.ok) throw new Error(`${result.error.attr}: ${result.error.message}`);
  return result.value;
}

let environmentId = 3000;

async function insert(world: readonly RefPerson[]): Promise<number> {
  environmentId += 1;
  const events = world.flatMap((one, index) =>
    one.events.map(
      ({ name, t, colour }): TestEvent => ({
        event: name,
        user: `p${index}`,
        at: new Date(t).toISOString(),
        ...(colour === undefined ? {} : { properties: { colour } }),
      }),
    ),
  );
  if (events.length > 0) await bed.events(environmentId, events);
  const profiles = world.flatMap((one, index) =>
    one.profile ? [personRow(environmentId, `p${index}`, one.properties)] : [],
  );
  if (profiles.length > 0) await bed.rows("persons", profiles);
  const list = world.flatMap((one, index) => (one.listed ? [member(`p${index}`)] : []));
  if (list.length > 0) await bed.rows("cohort_list", list);
  return environmentId;
}

const member = (user: string) => ({
  environment_id: environmentId,
  cohort_id: LIST,
  person_key: keyOf(user),
  person_id: personId(user),
  is_deleted: 0,
  version: 1,
});

async function members(
  properties: JsonObject,
  nested: JsonObject,
  id: number,
  timezone: string,
): Promise<string[]> {
  const context = { ...bed.context, environmentId: id, timezone, hasPersonOverrides: true };
  const definitions = new Map<number, CohortNode | "list">([
    [LIST, "list"],
    [NESTED, parsed(nested)],
  ]);
  const select = cohortSelect(parsed(properties), { ...context, definitions });
  if (!select.ok) throw new Error(select.error.message);
  const compiled = compileQuery(select.value, { ...context, limits: { defaultRows: null } });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const result = await bed.warehouse.query(compiled.value);
  if (!result.ok) throw new Error(`${result.error.message}\n${compiled.value.sql}`);
  return result.value.rows.map(([, uuid]) => String(uuid)).sort();
}

describe("cohorts against plain reading of their definition", () => {
  it("has the same members for any tree of conditions", async () => {
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.array(tree, { minLength: 6, maxLength: 6 }),
        flat,
        zone,
        async (world, trees, inner, timezone) => {
          const id = await insert(world);
          const nested = clean(inner);
          const checks = trees.map(clean).map(async (one) => {
            const wanted = world.flatMap((who, index) =>
              isMember(one, who, { now: NOW, zone: timezone, nested }) ? [personId(`p${index}`)] : [],
            );
            expect(await members(one, nested, id, timezone), JSON.stringify(one)).toEqual(wanted.sort());
          });
          await Promise.all(checks);
        },
      ),
      { numRuns: 25 },
    );
  });
});
