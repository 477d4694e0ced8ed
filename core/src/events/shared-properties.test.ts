import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capture, columnsOf, UUID } from "./accept-fixture.ts";
import { planOf } from "./key-plan.ts";
import { propertyColumns } from "./row.ts";
import { SharedProperties } from "./shared-properties.ts";
import type { JsonObject } from "./types.ts";

const sent = (properties: JsonObject): JsonObject => ({
  event: "e",
  distinct_id: "u",
  uuid: UUID,
  properties,
});

/** What clients send, what capture changes, what needs escaping, and what falls into one map with others. */
const KEYS =
  "$browser,$os,$ip,$set,$elements,$device_id,$group_0,$groups,$lib,utm_source,plan,a,b,c,d,e,f,g,h,__proto__";
const value = fc.oneof(
  fc.constantFrom("x", "y", '"', "\n", 1, 0, true, null, ""),
  fc.jsonValue({ maxDepth: 1 }),
);
const properties = fc.dictionary(fc.constantFrom(...KEYS.split(",")), value, { maxKeys: 20 });
const few = fc.dictionary(fc.constantFrom(...KEYS.split(",")), value, { maxKeys: 2 });

/** What is shared after these events. */
function taught(...events: JsonObject[]): SharedProperties {
  const shared = new SharedProperties();
  for (const event of events) propertyColumns(event, null, false, shared);
  return shared;
}

describe("SharedProperties", () => {
  it("changes nothing about any row: each is what it were if its event came alone", () => {
    fc.assert(
      fc.property(properties, fc.array(few, { minLength: 4, maxLength: 14 }), (base, own) => {
        const events = own.map((each) => sent(JSON.parse(JSON.stringify({ ...base, ...each }))));
        const together = capture(events);
        for (const [i, event] of events.entries()) {
          const alone = capture([event]);
          expect(columnsOf(together, i)).toEqual(columnsOf(alone));
          // Nothing stands there twice.
          expect(together.events[i]!.row).toHaveLength((alone.events[0]!.row as string).length);
        }
      }),
    );
  });

  it("learns what events have in common, and less when one disagrees", () => {
    const event = { $browser: "Chrome", plan: "pro", n: 1, list: [1], step: 1 };
    const shared = taught(event, { ...event, step: 2 });
    expect([shared.size, shared.columns]).toEqual([3, ',"p_browser":"Chrome"']);
    expect(JSON.parse(`{"x":0${shared.rest(0)}}`)).toEqual({
      x: 0,
      [`m${planOf("plan").map}`]: { plan: "pro" },
      [`m${planOf("n").map}`]: { n: "1" },
    });
    propertyColumns({ ...event, plan: "free" }, null, false, shared);
    expect([shared.size, planOf("plan").shared, planOf("n").shared]).toEqual([2, null, shared]);
    propertyColumns({ n: 1 }, null, false, shared);
    expect([shared.size, shared.columns]).toEqual([1, ""]);
    shared.end();
    expect(planOf("n")).toMatchObject({ shared: null, value: null });
  });

  it("gives up when events keep disagreeing", () => {
    const shared = taught(...Array.from({ length: 40 }, (_, i) => ({ [`k${i >> 1}`]: 1 })));
    expect(shared.size).toBe(0);
  });

  it("tells of the person what is shared too", () => {
    const shared = taught({ $browser: "Chrome", a: 1 }, { $browser: "Chrome", a: 2 });
    const lifted: unknown[] = [];
    const event = { $browser: "Chrome", a: 3, $os: "Linux" };
    propertyColumns(event, (...call) => lifted.push(call), false, shared);
    expect(lifted).toEqual([
      ["$os", "$initial_os", "Linux"],
      ["$browser", "$initial_browser", "Chrome"],
    ]);
  });

  it("holds however many names an isolate has met", () => {
    const many = Object.fromEntries(Array.from({ length: 10_500 }, (_, i) => [`k${i}`, 1]));
    const { events } = capture([1, 2, 3, 4].map((step) => sent({ plan: "pro", ...many, step })));
    for (const { row } of events) expect((row as string).match(/"(plan|k499)":/g)).toHaveLength(4);
  });
});
