import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import { runCase, sharedCases } from "./shared-cases.ts";

/** Kinds whose reference cases must pass on the engine. */
const KINDS = /^(trends|retention|stickiness|lifecycle|paths)-.*\.json$/;

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

describe("reference cases on the engine", () => {
  const cases = sharedCases(KINDS).map(([name, one], index) => [name, one, index + 1] as const);

  it.each(cases)("%s", async (_, one, environmentId) => {
    expect(await runCase(runner, one, environmentId)).toEqual(one.expected);
  });
});
