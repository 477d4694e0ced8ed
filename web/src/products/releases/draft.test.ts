import { guard as guardSchema, stage as stageSchema } from "@edgewise/core/releases/schema.ts";
import { describe, expect, it } from "vitest";
import { type GuardDraft, newDraft, newGuard, problemOf, type ReleaseDraft, toRelease } from "./draft.ts";

const draft = (part: Partial<ReleaseDraft> = {}): ReleaseDraft => ({ ...newDraft(0, "a@b.test"), ...part });
const stage = (percent: string, minutes = "10") => ({ id: percent, percent, minutes });
const guard = (part: Partial<GuardDraft>): GuardDraft => ({ ...newGuard("g", "error_rate"), ...part });

describe("a draft", () => {
  it("begins above the present share, with a guard-rail that everybody has", () => {
    expect(problemOf(draft())).toBeNull();
    for (const from of [0, 30, 50, 80, 97]) expect(problemOf(newDraft(from, undefined))).toBeNull();
    expect(toRelease(draft(), 7)).toMatchObject({ scheduled_change_id: 7 });
    expect(toRelease(draft(), 7)).not.toHaveProperty("stages");
    expect(newDraft(25, undefined).stages.map(({ percent }) => percent)).toEqual(["50", "100"]);
  });

  it.each<[string, Partial<ReleaseDraft>, RegExp]>([
    ["no step", { stages: [] }, /Add a step/],
    ["no share", { stages: [stage("")] }, /share from 0 to 100/],
    ["too much", { stages: [stage("101")] }, /share from 0 to 100/],
    ["falling", { stages: [stage("50"), stage("20")] }, /Step 2/],
    ["no minutes", { stages: [stage("5", "0.5")] }, /minutes/],
    ["everyone at once", { stages: [stage("100")] }, /below 100/],
    ["no guard-rail", { guards: [] }, /at least one/],
    ["no event", { guards: [guard({ kind: "conversion", events: ["a", ""] })] }, /event/],
    ["no property", { guards: [guard({ kind: "percentile", events: ["a"] })] }, /property/],
    ["a negative margin", { guards: [guard({ margin: "-1" })] }, /0 or more/],
    ["a certain error", { alpha: "80" }, /error level/],
    ["few people", { minUnits: "5" }, /100 people/],
    ["no URL", { webhook: "ftp://x" }, /https/],
  ])("%s", (_, part, problem) => expect(problemOf(draft(part))).toMatch(problem));

  const own = (kind: GuardDraft["kind"], more: Partial<GuardDraft> = {}) =>
    guard({ ...newGuard("g", kind), events: ["order"], property: "amount", ...more });

  it.each<[GuardDraft, object]>([
    [guard({}), { preset: "error_rate", margin: { scale: "relative", value: 0.1 } }],
    [
      own("conversion", { events: ["view", "order"], margin: "5" }),
      {
        name: "People with view → order",
        metric: { metric_type: "funnel", goal: "increase", series: [{ event: "view" }, { event: "order" }] },
      },
    ],
    [own("count"), { metric: { metric_type: "mean", source: { event: "order", math: "total" } } }],
    [own("sum"), { metric: { source: { math: "sum", math_property: "amount" } } }],
    [own("average"), { metric: { metric_type: "ratio", goal: "decrease" } }],
    [
      own("percentile", { percentile: "90", scale: "absolute", margin: "200" }),
      { margin: { scale: "absolute", value: 200 }, metric: { percentile: 0.9, goal: "decrease" } },
    ],
  ])("%#: becomes what the API takes", (one, expected) => {
    const body = toRelease(draft({ guards: [one] })) as { guards: object[]; stages: object[] };
    expect(body).toMatchObject({ guards: [expected] });
    for (const each of body.stages) expect(stageSchema.safeParse(each).error).toBeUndefined();
    if (!("preset" in expected))
      expect(guardSchema.safeParse({ uuid: "g", ...body.guards[0] }).error).toBeUndefined();
  });
});
