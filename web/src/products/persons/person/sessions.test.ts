import { describe, expect, it } from "vitest";
import type { EventRow } from "../../events/types.ts";
import { bySession, durationText, withoutRepeats } from "./sessions.ts";

const event = (uuid: string, minute: number, session?: string, url?: string): EventRow => ({
  uuid,
  event: "x",
  timestamp: `2026-01-01T10:${String(minute).padStart(2, "0")}:00Z`,
  distinct_id: "d",
  properties: { ...(session ? { $session_id: session } : {}), ...(url ? { $current_url: url } : {}) },
});

describe("bySession", () => {
  it.each<[string, EventRow[], [string | null, string[]][]]>([
    ["nothing", [], []],
    [
      "one session after another",
      [event("c", 9, "s2"), event("b", 8, "s1"), event("a", 7, "s1")],
      [
        ["s2", ["c"]],
        ["s1", ["b", "a"]],
      ],
    ],
    [
      "two devices at a time",
      [event("d", 9, "s1"), event("c", 8, "s2"), event("b", 7, "s1")],
      [
        ["s1", ["d", "b"]],
        ["s2", ["c"]],
      ],
    ],
    [
      "server events in between stand where they happened",
      [event("d", 9), event("c", 8, "s"), event("b", 7), event("a", 6)],
      [
        [null, ["d"]],
        ["s", ["c"]],
        [null, ["b", "a"]],
      ],
    ],
  ])("%s", (_, events, expected) => {
    expect(
      bySession(events).map(({ session, events: own }) => [session, own.map(({ uuid }) => uuid)]),
    ).toEqual(expected);
  });
  it("knows when it began, ended, and where", () => {
    const events = [event("c", 9, "s", "/end"), event("b", 8, "s", "/start"), event("a", 7, "s")];
    expect(bySession(events)[0]).toMatchObject({
      start: "2026-01-01T10:07:00Z",
      end: "2026-01-01T10:09:00Z",
      entry: "/start",
    });
  });
});

it.each([
  [0, "0 s"],
  [42, "42 s"],
  [180, "3 min"],
  [3600, "1 h"],
  [3900, "1 h 5 min"],
])("%i s read %s", (seconds, text) => {
  expect(
    durationText("2026-01-01T00:00:00Z", new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString()),
  ).toBe(text);
});

it("shows an event of two pages once", () => {
  const [a, b, c] = [event("a", 1), event("b", 2), event("c", 3)];
  expect(
    withoutRepeats([
      [c, b],
      [b, a],
    ]).map(({ uuid }) => uuid),
  ).toEqual(["c", "b", "a"]);
});
