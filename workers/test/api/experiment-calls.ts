import { expect } from "vitest";
import type { Json, TestApi } from "../api-harness.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const conversion = {
  metric_type: "funnel",
  name: "Bought",
  series: [{ kind: "EventsNode", event: "paid" }],
};
export const revenue = {
  metric_type: "mean",
  name: "Revenue",
  source: { kind: "EventsNode", event: "paid", math: "sum", math_property: "amount" },
};

/** Calls of tests of experiments, in the project of the account. */
export function experimentCalls(api: () => TestApi) {
  let count = 0;
  const call = (method: string, path: string, body?: unknown) =>
    api().call(method, `/api/projects/${api().account.projectId}/${path}`, body);
  return {
    call,
    /** Makes an experiment with a flag of its own. */
    async create(body: object = {}): Promise<Json> {
      count += 1;
      const answer = await call("POST", "experiments/", {
        name: `Experiment ${count}`,
        feature_flag_key: `experiment-${count}`,
        metrics: [conversion],
        ...body,
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body;
    },
    flagOf: async (experiment: Json) =>
      (await call("GET", `feature_flags/${String((experiment.feature_flag as Json).id)}/`)).body,
    resultsOf: (body: Json) => body.results as unknown as Json[],
  };
}
