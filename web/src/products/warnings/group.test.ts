import { REJECTIONS, WARNINGS } from "@edgewise/core/events/reasons.ts";
import { describe, expect, it } from "vitest";
import { adviceFor, explainWarning, isRefusal } from "./advice.ts";
import { groupWarnings, prettySample, totals, type Warning } from "./group.ts";

const warning = (type: string, timestamp: string, part: Partial<Warning> = {}): Warning => ({
  type,
  timestamp,
  detail: type,
  count: 1,
  uuid: "",
  distinct_id: "",
  sample: "{}",
  ...part,
});

describe("groupWarnings", () => {
  it("adds up, newest example first, most frequent reason first", () => {
    const groups = groupWarnings([
      warning("a", "2026-01-01"),
      warning("b", "2026-01-02", { count: 7, sample: "" }),
      warning("a", "2026-01-03", { sample: '{"n":3}' }),
    ]);
    expect(groups).toMatchObject([
      { type: "b", count: 7, examples: [] },
      { type: "a", count: 2, last: "2026-01-03", examples: [{ sample: '{"n":3}' }, { sample: "{}" }] },
    ]);
  });
  it("keeps five examples", () => {
    const many = Array.from({ length: 9 }, (_, day) => warning("a", `2026-01-0${day}`));
    expect(groupWarnings(many)[0]?.examples).toHaveLength(5);
  });
});

it.each([...Object.keys(REJECTIONS), ...Object.keys(WARNINGS)])(
  "%s has an explanation and a way out",
  (type) => {
    expect(explainWarning(type, "")).not.toBe("");
    expect(adviceFor(type)).toMatch(/\.$/);
    expect(isRefusal(type)).toBe(type in REJECTIONS);
  },
);

it("shows what it doesn't know as the API words it", () => {
  expect(explainWarning("brand_new", "Something new.")).toBe("Something new.");
  expect(adviceFor("brand_new")).toBeNull();
  expect(adviceFor("constructor")).toBeNull();
});

it.each([
  ['{"a":1}', '{\n  "a": 1\n}'],
  ['{"a":"cut o', '{"a":"cut o'],
])("prettySample(%s)", (given, expected) => expect(prettySample(given)).toBe(expected));

it("adds up accounts", () => {
  const row = {
    received: 10,
    stored: 6,
    duplicate: 1,
    quarantined: 0,
    over_limit: 1,
    rejected: { a: 1, b: 1 },
  };
  expect(totals([row, row])).toEqual({
    received: 20,
    stored: 12,
    duplicate: 2,
    quarantined: 0,
    overLimit: 2,
    refused: 4,
  });
});
