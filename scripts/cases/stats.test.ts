import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import type { CaseResult } from "./case.ts";
import { main } from "./main.ts";
import { sharedFiles } from "./shared.ts";
import { isClose, project } from "./stats/close.ts";
import { run } from "./stats.ts";

describe("shared statistics cases, at their tolerances", () => {
  const files = sharedFiles("stats", /\.json$/);

  it("are there", () => expect(files.map((file) => basename(file))).toEqual(["dev.json", "published.json"]));

  it.each(files.map((file) => [basename(file), file] as const))("%s", async (_, file) => {
    const lines: CaseResult[] = [];
    const code = await main(["stats", file], (line) => lines.push(JSON.parse(line) as CaseResult));
    expect(lines.filter(({ pass }) => !pass)).toEqual([]);
    expect(lines.length).toBeGreaterThan(25);
    expect(code).toBe(0);
  });
});

describe("files of the same format", () => {
  const tolerance = { abs: 1e-9, rel: 0 };
  const dev = (category: string, input: object, expected: object) => ({
    cases: [{ id: "x", category, input, expected, tolerance }],
  });
  const arms = (control: object, treatment: object) => ({ control, treatment });
  const raw = {
    control: { post: [1, 2, 4], pre: [1, 2, 3] },
    treatment: { post: [2, 3, 5], pre: [1, 2, 3] },
  };

  it.each([
    ["a right figure", dev("srm", { observed: [5, 5], weights: [1, 1] }, { p_value: 1 }), true],
    ["a wrong figure", dev("srm", { observed: [5, 5], weights: [1, 1] }, { p_value: 0.9 }), false],
    [
      "a figure that we do not have",
      dev("srm", { observed: [5, 5], weights: [1, 1] }, { new_field: null }),
      false,
    ],
    [
      "an input that cannot be computed",
      dev("srm", { observed: [5, 5], weights: [0, 0] }, { p_value: 1 }),
      false,
    ],
    ["a category that we do not have", dev("astrology", {}, { p_value: 1 }), false],
    ["raw values only", dev("cuped", { raw }, { lift: 3 / 7 }), true],
    [
      "an empty arm",
      dev("edge", arms({ n: 0, sum: 0, sum_squares: 0 }, { n: 9, sum: 1, sum_squares: 1 }), {
        status: "no_data",
        estimate: null,
      }),
      true,
    ],
    [
      "a plan for means",
      dev("sample_size", { kind: "mde", sd: 1, n_per_arm: 100, alpha: 0.05 }, { mde: 0.3962039811599346 }),
      true,
    ],
    [
      "a published figure",
      {
        cases: [
          {
            id: "p",
            kind: "srm",
            input: { observed: [10, 10], weights: [1, 1] },
            published: { p: 1 },
            rounding_decimals: 3,
          },
        ],
      },
      true,
    ],
    [
      "a kind that we do not have",
      { cases: [{ id: "p", kind: "tarot", input: {}, published: { p: 1 }, rounding_decimals: 3 }] },
      false,
    ],
  ])("%s", (_, file, pass) => expect([...run(file, "x.json")].map((line) => line.pass)).toEqual([pass]));

  it("a file of another kind is named", () =>
    expect(() => [...run({}, "other.json")]).toThrow(/other\.json has no "cases"/));
});

describe("closeness", () => {
  const tolerance = { abs: 0.1, rel: 0.01 };
  it.each([
    ["within abs + rel", 10.19, 10, true],
    ["beyond", 10.21, 10, false],
    ["NaN is close to nothing", Number.NaN, 10, false],
    ["null must be null", 0, null, false],
    ["null is null", null, null, true],
    ["lists by place", [1, 2], [1.05, 2], true],
    ["lists of another length", [1], [1, 2], false],
    ["objects by the expected fields", { a: 1, b: 2 }, { a: 1 }, true],
    ["a missing field", { b: 2 }, { a: 1 }, false],
    ["text must be equal", "ok", "ok", true],
  ])("%s", (_, got, expected, close) => expect(isClose(got, expected, tolerance)).toBe(close));

  it("projects what is asked", () => {
    expect(project({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 0 } })).toEqual({ a: { b: 1 } });
  });
});
