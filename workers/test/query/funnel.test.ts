import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import { runCase, sharedCases } from "./shared-cases.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

/** Who is in a step is asked for with another query. */
function withoutPersons<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, item) => (key === "persons" ? undefined : item))) as T;
}

describe("reference cases on the engine", () => {
  const cases = sharedCases(/^funnel-.*\.json$/).map(
    ([name, one], index) => [name, one, index + 100] as const,
  );

  it.each(cases)("%s", async (_, one, environmentId) => {
    const got = await runCase(runner, one, environmentId);
    expect(withoutPersons(got)).toEqual(withoutPersons(one.expected));
  });
});

describe("the persons of a step", () => {
  it("are those who reached it", async () => {
    const query = {
      kind: "ActorsQuery",
      select: ["actor"],
      source: {
        kind: "FunnelsActorsQuery",
        funnelStep: 1,
        source: {
          kind: "FunnelsQuery",
          series: [
            { kind: "EventsNode", event: "a" },
            { kind: "EventsNode", event: "b" },
          ],
        },
      },
    };
    expect(await runner.run(query)).toMatchObject({ results: [] });
  });
});
