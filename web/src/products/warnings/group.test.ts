import { describe, expect, it } from "vitest";
import { groupWarnings, prettySample, totals, type Warning } from "./group.ts";

const warning = (type: string, timestamp: string, part: Partial<Warning> = {}): Warning => ({
  type,
  timestamp,
  detail: type,
  count: 1,
  uuid: "",
  distinct_id: "",
  sample: "{}",
  advice: null,
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
  it("keeps the API's advice", () => {
    const advice = { what: "It has no name.", effect: "refused", todo: "Name it.", example: null } as const;
    expect(groupWarnings([warning("a", "2026-01-01", { advice })])).toMatchObject([{ advice }]);
    expect(groupWarnings([warning("brand_new", "2026-01-01")])).toMatchObject([{ advice: null }]);
  });
  it("keeps five examples", () => {
    const many = Array.from({ length: 9 }, (_, day) => warning("a", `2026-01-0${day}`));
    expect(groupWarnings(many)[0]?.examples).toHaveLength(5);
  });
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
