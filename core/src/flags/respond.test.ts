import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate.ts";
import { compileAll, inCohort, makeFlag } from "./fixture.ts";
import { type AnswerFormat, type AnswerFrame, answerBody, FORMATS } from "./respond.ts";

const flags = compileAll([
  makeFlag("on", [{}], { payloads: { true: '{"a":"\\"x\\""}' } }),
  makeFlag("off", []),
  makeFlag("split", [{ variant: "b" }], {
    multivariate: { variants: [{ key: "b", rollout_percentage: 1 }] },
  }),
  makeFlag("broken", [{ properties: [inCohort(9)] }]),
  makeFlag('quo"te', [{}], { payloads: { true: '"é€😀"' } }),
]);
const results = evaluate(flags, { distinctId: "u" }, { now: 0 });
const frame: AnswerFrame = {
  requestId: "r-1",
  evaluatedAt: 5,
  hasErrors: true,
  quotaLimited: false,
  minimalFlagCalledEvents: false,
};
const textOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
const bytesOf = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const answer = (format: AnswerFormat, more: Partial<AnswerFrame> = {}) =>
  textOf(answerBody(format, results, { ...frame, ...more })) as Record<string, unknown>;

const values = { on: true, off: false, split: "b", broken: false, 'quo"te': true };

describe("answerBody", () => {
  it.each(Object.keys(FORMATS) as AnswerFormat[])("%s carries the frame", (format) => {
    const config = bytesOf({ supportedCompression: ["gzip"], surveys: false });
    expect(answer(format, { config })).toMatchObject({
      errorsWhileComputingFlags: true,
      requestId: "r-1",
      evaluatedAt: 5,
      supportedCompression: ["gzip"],
      surveys: false,
    });
    expect(answer(format)).not.toHaveProperty("quotaLimited");
    expect(answer(format, { config: bytesOf({}) })).not.toHaveProperty("minimalFlagCalledEvents");
    expect(answer(format, { minimalFlagCalledEvents: true })).toHaveProperty("minimalFlagCalledEvents", true);
  });

  it.each<[AnswerFormat, unknown]>([
    ["flags-1", values],
    ["decide-1", ["on", "split", 'quo"te']],
    ["decide-2", { on: true, split: "b", 'quo"te': true }],
    ["decide-3", values],
  ])("%s", (format, featureFlags) => expect(answer(format).featureFlags).toEqual(featureFlags));

  it.each(["flags-2", "decide-4"] as const)("%s details every flag", (format) => {
    const { flags: details } = answer(format) as { flags: Record<string, Record<string, unknown>> };
    expect(Object.keys(details)).toEqual(Object.keys(values));
    expect(details.on).toMatchObject({ enabled: true, metadata: { payload: '{"a":"\\"x\\""}' } });
    expect(details.on).not.toHaveProperty("failed");
    expect(details.broken).toMatchObject({ enabled: false, failed: true });
  });

  it("flags-3 gives one value a flag", () => {
    const { flags: details } = answer("flags-3") as { flags: Record<string, { value: unknown }> };
    expect(Object.fromEntries(Object.entries(details).map(([key, { value }]) => [key, value]))).toEqual(
      values,
    );
  });

  it("has no flags when the quota is used up", () => {
    expect(answer("flags-2", { quotaLimited: true })).toMatchObject({
      flags: {},
      quotaLimited: ["feature_flags"],
    });
  });
});
