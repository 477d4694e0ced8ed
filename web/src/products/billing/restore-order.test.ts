import { describe, expect, test } from "vitest";
import { restoreOrder, restoreText } from "./restore-order.ts";

describe("what is asked to be restored", () => {
  test.each([
    [
      "a day",
      ["2026-06-01T00:00", "2026-06-01T23:59", " order "],
      { date_from: "2026-06-01T00:00:00.000Z", date_to: "2026-06-02T00:00:00.000Z", event: "order" },
    ],
    [
      "one minute",
      ["2026-06-01T10:00", "2026-06-01T10:00", ""],
      { date_from: "2026-06-01T10:00:00.000Z", date_to: "2026-06-01T10:01:00.000Z", event: "" },
    ],
    ["an end before its start", ["2026-06-02T00:00", "2026-06-01T00:00", ""], null],
    ["no start", ["", "2026-06-01T00:00", ""], null],
  ] as const)("%s", (_, [from, to, event], order) => expect(restoreOrder(from, to, event)).toEqual(order));
});

test.each([
  ["queued", null, 0, 0, "Waiting, 0 stored"],
  ["running", 2_000, 1_000, 900, "1,000 of 2,000 looked at, 900 stored"],
  ["failed", 10, 30, 5, "10 of 10 looked at, 5 stored"],
  ["done", 10, 10, 5, "5 stored"],
  ["cancelled", 10, 4, 3, "Stopped, 3 stored"],
])("%s: %s", (state, total, done, restored, text) =>
  expect(restoreText({ state, total, done, restored })).toBe(text),
);
