import { describe, expect, it } from "vitest";
import { type LiveFilters, liveQuery } from "./live-query.ts";

const none: LiveFilters = { event: null, person: "", properties: [] };

describe("liveQuery", () => {
  const cases: [string, LiveFilters, string | null, Record<string, unknown>][] = [
    ["first poll", none, null, { limit: 100, properties: [] }],
    [
      "next poll overlaps by 20 s",
      none,
      "2026-01-01T10:00:30.500Z",
      { limit: 200, where: ["created_at >= toDateTime64('2026-01-01 10:00:10.500', 3, 'UTC')"] },
    ],
    ["event", { ...none, event: "signed_up" }, null, { event: "signed_up" }],
    [
      "person: wildcards are text",
      { ...none, person: " a_b% " },
      null,
      { where: ["distinct_id ILIKE '%a\\\\_b\\\\%%' OR toString(person_id) = 'a_b%'"] },
    ],
    [
      "person cannot leave its quotes",
      { ...none, person: "x' OR 1=1" },
      null,
      { where: ["distinct_id ILIKE '%x\\' OR 1=1%' OR toString(person_id) = 'x\\' OR 1=1'"] },
    ],
    [
      "incomplete filters wait",
      {
        ...none,
        properties: [
          { type: "event", key: "plan", operator: "exact", value: [] },
          { type: "event", key: "plan", operator: "is_set", value: "is_set" },
        ],
      },
      null,
      { properties: [{ type: "event", key: "plan", operator: "is_set", value: "is_set" }] },
    ],
  ];
  it.each(cases)("%s", (_name, filters, since, expected) => {
    expect(liveQuery(filters, since)).toMatchObject(expected);
  });
});
