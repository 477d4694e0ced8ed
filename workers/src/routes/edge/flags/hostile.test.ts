import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { FlagCondition } from "@edgewise/core/flags/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";

let workers: TestWorkers;

const where = (operator: string, value: JsonValue, key = "text"): FlagCondition => ({
  properties: [{ key, type: "person", operator, value }],
});
const needs = (key: string): FlagCondition => ({
  properties: [{ key, type: "flag", operator: "flag_evaluates_to", value: true }],
});
const many = Array.from({ length: 1000 }, (_, i) => where("exact", `value-${i}`));

/** Definitions that the API refuses today, and what is answered when an old one is still there. */
const DEFINITIONS: readonly [key: string, groups: readonly FlagCondition[], answer: boolean | "undecided"][] =
  [
    ["thousand-conditions", [...many, {}], true],
    [
      "thousand-values",
      [
        where(
          "exact",
          Array.from({ length: 1000 }, (_, i) => `value-${i}`),
        ),
      ],
      false,
    ],
    ["catastrophic", [where("regex", "^(a+)+$")], false],
    ["catastrophic-too", [where("regex", "(x+x+)+y")], false],
    ["explosive", [where("regex", "((a{1,100}){1,100}){1,100}")], false],
    ["look-behind", [where("regex", "(?<=a)b")], "undecided"],
    ["endless-pattern", [where("regex", "(a|b)?".repeat(10_000))], "undecided"],
    ["broken-pattern", [where("not_regex", "[")], false],
    ["unknown-operator", [where("sounds_like", "a")], false],
    [
      "unknown-type",
      [{ properties: [{ key: "text", type: "wizard", operator: "exact", value: "a" }] }],
      false,
    ],
    ["prototype", [where("is_set", null, "__proto__")], false],
    ["constructor", [where("exact", "a", "constructor")], false],
    ["circle-1", [needs("circle-2")], false],
    ["circle-2", [needs("circle-1")], false],
    ["self", [needs("self")], false],
    ["no-such-cohort", [{ properties: [{ key: "id", type: "cohort", value: 404 }] }], "undecided"],
    ["cohort-circle", [{ properties: [{ key: "id", type: "cohort", value: 1 }] }], "undecided"],
    ["not-a-number", [where("gt", { a: 1 })], false],
  ];

beforeAll(async () => {
  workers = await startWorkers();
  const inCohort = (id: number) => ({ type: "AND", values: [{ key: "id", type: "cohort", value: id }] });
  const payloads = { true: JSON.stringify("x".repeat(1_000_000)) };
  const flags = [
    ...DEFINITIONS.map(([key, groups]) => flag(key, groups)),
    flag("large-payload", [{}], { filters: { groups: [{}], payloads } }),
  ];
  const cohorts = [
    { id: 1, filters: inCohort(2) },
    { id: 2, filters: inCohort(1) },
  ];
  await publish(workers, snapshot({ flags, cohorts }));
});
afterAll(() => workers.dispose());

interface Answer {
  readonly flags: Record<string, { enabled: boolean; failed?: boolean }>;
}

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const ask = (properties: string, more = "") =>
  workers.fetch("/flags/?v=2", {
    method: "POST",
    body: `{"token":"${TOKEN}","distinct_id":"u","person_properties":{"text":${properties}}${more}}`,
  });

describe("definitions that mean harm", () => {
  it.each(DEFINITIONS)("%s", async (key, _groups, expected) => {
    const response = await ask(JSON.stringify(`${"a".repeat(10_000)}!`), `,"flag_keys":["${key}"]`);
    const { flags } = (await response.json()) as Answer;
    expect(flags[key]?.failed ? "undecided" : flags[key]?.enabled).toBe(expected);
  });

  it("a payload of a megabyte is answered", async () => {
    const text = await (await ask('"a"', ',"flag_keys":["large-payload"]')).text();
    expect(text.length).toBeGreaterThan(1_000_000);
  });
});

describe("requests that mean harm", () => {
  it.each<[string, string, string, number]>([
    ["a text of a megabyte", JSON.stringify("a".repeat(1_000_000)), "", 200],
    ["a list of 100,000", JSON.stringify(Array.from({ length: 100_000 }, (_, i) => i)), "", 200],
    ["a value nested a hundred thousand times", nested(100_000), "", 400],
    [
      "10,000 groups",
      '"a"',
      `,"groups":{${Array.from({ length: 10_000 }, (_, i) => `"g${i}":"x"`).join()}}`,
      200,
    ],
    [
      "10,000 flag keys",
      '"a"',
      `,"flag_keys":[${Array.from({ length: 10_000 }, (_, i) => `"k${i}"`).join()}]`,
      200,
    ],
    ["a prototype", '"a"', ',"__proto__":{"token":"x"}', 200],
  ])("%s", async (_name, properties, more, status) => {
    const response = await ask(properties, more);
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    expect((await ask('"a"', ',"flag_keys":["self"]')).status).toBe(200);
  });
});
