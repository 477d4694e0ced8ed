import { describe, expect, test } from "vitest";
import { ApiError } from "../../http/errors.ts";
import { runningTime, runningTimeBody } from "./running-time.ts";

const plan = (body: object) => runningTime(runningTimeBody.parse(body));

test.each<[object, object]>([
  [{ baseline_value: 0.1, minimum_detectable_effect: 20, engine: "fixed" }, { units_per_variant: 3839 }],
  [
    {
      metric_type: "mean",
      baseline_value: 10,
      standard_deviation: 20,
      minimum_detectable_effect: 10,
      engine: "fixed",
      exposure_rate_per_day: 1000,
    },
    { units_per_variant: 6280, recommended_sample_size: 12_560, recommended_running_time: 12.6 },
  ],
])("plans %j", (body, expected) => expect(plan(body)).toMatchObject(expected));

describe("what can't be planned", () => {
  test.each<[object, string]>([
    [{ metric_type: "mean", baseline_value: 10, minimum_detectable_effect: 10 }, "standard_deviation"],
    [{ baseline_value: 0.9, minimum_detectable_effect: 20 }, "minimum_detectable_effect"],
    [{ baseline_value: -1, minimum_detectable_effect: 20 }, "baseline_value"],
  ])("%j names %s", (body, attr) => {
    const problem = (() => {
      try {
        return plan(body);
      } catch (error) {
        return error instanceof ApiError ? error.options.attr : error;
      }
    })();
    expect(problem).toBe(attr);
  });
});
