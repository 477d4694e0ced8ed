import { describe, expect, it } from "vitest";
import type { JsonValue } from "../events/types.ts";
import { evaluate } from "./evaluate.ts";
import { compileAll, inCohort, makeFlag } from "./fixture.ts";
import { ofrepEntry, readOfrepContext } from "./ofrep.ts";

describe("readOfrepContext", () => {
  it("makes a flags request of a context", () => {
    const context = {
      targetingKey: "u",
      plan: "pro",
      groups: { company: "acme" },
      group_properties: { company: { size: 3 } },
      $device_id: "d",
      evaluation_contexts: ["web"],
    };
    expect(readOfrepContext({ context }, "phc_x")).toMatchObject({
      ok: true,
      body: {
        token: "phc_x",
        distinctId: "u",
        deviceId: "d",
        personProperties: { plan: "pro" },
        groups: { company: "acme" },
        groupProperties: { company: { size: 3 } },
        contexts: ["web"],
      },
    });
  });

  it.each<[JsonValue, string]>([
    [null, "INVALID_CONTEXT"],
    [{}, "INVALID_CONTEXT"],
    [{ context: [] }, "INVALID_CONTEXT"],
    [{ context: {} }, "TARGETING_KEY_MISSING"],
    [{ context: { targetingKey: "" } }, "TARGETING_KEY_MISSING"],
    [{ context: { targetingKey: true } }, "TARGETING_KEY_MISSING"],
  ])("%j is %s", (root, code) => expect(readOfrepContext(root, "t")).toMatchObject({ ok: false, code }));
});

describe("ofrepEntry", () => {
  const flags = compileAll([
    makeFlag("on", [{}], { payloads: { true: '{"a":1}' } }),
    makeFlag("off", [{ rollout_percentage: 0 }]),
    makeFlag("b", [{ variant: "b" }], {
      multivariate: { variants: [{ key: "b", rollout_percentage: 100 }] },
    }),
    makeFlag("nobody", []),
    makeFlag("broken", [{ properties: [inCohort(9)] }]),
  ]);
  const results = evaluate(flags, { distinctId: "u" }, { now: 0 });

  it.each([
    [0, { value: true, variant: "on", reason: "TARGETING_MATCH", metadata: { payload: '{"a":1}' } }],
    [1, { value: false, variant: "off", reason: "SPLIT" }],
    [2, { value: "b", variant: "b", reason: "TARGETING_MATCH", metadata: { conditionIndex: 0 } }],
    [3, { value: false, variant: "off", reason: "DEFAULT" }],
    [4, { key: "broken", errorCode: "GENERAL" }],
  ])("answer %i", (index, entry) => expect(ofrepEntry(results[index]!, false)).toMatchObject(entry));

  it("of remote configuration is its payload", () =>
    expect(ofrepEntry(results[0]!, true)).toMatchObject({ value: { a: 1 } }));
});
