import { expect, test } from "vitest";
import { findBreaches } from "./breach.ts";
import type { Condition, Threshold, Watched } from "./types.ts";

/** Values of days; the last one is going on when `running`. */
const watched = (values: number[], running = false): Watched => ({
  label: "Signups",
  values: values.map((value, at) => ({
    label: `${at + 1} Jan`,
    value,
    complete: !running || at < values.length - 1,
  })),
});
const bounds = (
  lower: number | null,
  upper: number | null,
  type: Threshold["type"] = "absolute",
): Threshold => ({
  type,
  lower,
  upper,
});

test.each<[string, Watched[], Condition, Threshold, boolean, number | null, string[]]>([
  ["within", [watched([5])], "absolute_value", bounds(1, 10), false, 5, []],
  [
    "too low",
    [watched([9, 5])],
    "absolute_value",
    bounds(6, null),
    false,
    5,
    ["Signups is 5 (2 Jan), less than 6."],
  ],
  [
    "too high",
    [watched([5, 12.5])],
    "absolute_value",
    bounds(null, 10),
    false,
    12.5,
    ["Signups is 12.5 (2 Jan), more than 10."],
  ],
  ["a bound itself is within", [watched([10])], "absolute_value", bounds(10, 10), false, 10, []],
  [
    "what goes on is not looked at",
    [watched([5, 100], true)],
    "absolute_value",
    bounds(null, 10),
    false,
    5,
    [],
  ],
  [
    "unless it is wanted",
    [watched([5, 100], true)],
    "absolute_value",
    bounds(null, 10),
    true,
    100,
    ["Signups is 100 (2 Jan), more than 10."],
  ],
  ["and never for a lower bound", [watched([5, 0], true)], "absolute_value", bounds(1, null), true, 5, []],
  [
    "the settled one still counts",
    [watched([50, 0], true)],
    "absolute_value",
    bounds(null, 10),
    true,
    50,
    ["Signups is 50 (1 Jan), more than 10."],
  ],
  [
    "an increase",
    [watched([10, 15])],
    "relative_increase",
    bounds(null, 4),
    false,
    5,
    ["Signups increased by 5 (10 → 15, 2 Jan), more than 4."],
  ],
  [
    "an increase by a share",
    [watched([10, 13])],
    "relative_increase",
    bounds(null, 0.2, "percentage"),
    false,
    0.3,
    ["Signups increased by 30% (10 → 13, 2 Jan), more than 20%."],
  ],
  [
    "an increase that is too small",
    [watched([10, 11])],
    "relative_increase",
    bounds(0.5, null, "percentage"),
    false,
    0.1,
    ["Signups increased by 10% (10 → 11, 2 Jan), less than 50%."],
  ],
  [
    "a decrease",
    [watched([10, 4])],
    "relative_decrease",
    bounds(null, 5),
    false,
    6,
    ["Signups decreased by 6 (10 → 4, 2 Jan), more than 5."],
  ],
  [
    "a decrease by a share",
    [watched([10, 4])],
    "relative_decrease",
    bounds(null, 0.5, "percentage"),
    false,
    0.6,
    ["Signups decreased by 60% (10 → 4, 2 Jan), more than 50%."],
  ],
  [
    "a decrease is not read off what goes on",
    [watched([10, 9, 1], true)],
    "relative_decrease",
    bounds(null, 5),
    true,
    1,
    [],
  ],
  [
    "an increase is",
    [watched([10, 9, 30], true)],
    "relative_increase",
    bounds(null, 5),
    true,
    21,
    ["Signups increased by 21 (9 → 30, 3 Jan), more than 5."],
  ],
  [
    "from nothing to something",
    [watched([0, 1])],
    "relative_increase",
    bounds(null, 10, "percentage"),
    false,
    Number.MAX_VALUE,
    [expect.stringContaining("Signups increased by") as unknown as string],
  ],
  [
    "from nothing to nothing",
    [watched([0, 0])],
    "relative_increase",
    bounds(null, 0, "percentage"),
    false,
    0,
    [],
  ],
  ["nothing before", [watched([5])], "relative_increase", bounds(null, 1), false, null, []],
  ["no values", [watched([])], "absolute_value", bounds(1, null), false, null, []],
  [
    "a total has no day",
    [{ label: "Signups", values: [{ label: "Signups", value: 20, complete: true }] }],
    "absolute_value",
    bounds(null, 10),
    false,
    20,
    ["Signups is 20, more than 10."],
  ],
  [
    "each of several",
    [watched([5]), { ...watched([20]), label: "B" }],
    "absolute_value",
    bounds(null, 10),
    false,
    20,
    ["B is 20 (1 Jan), more than 10."],
  ],
])("%s", (_, things, condition, threshold, ongoing, value, breaches) => {
  const found = findBreaches(things, condition, threshold, ongoing);
  expect(found.breaches).toEqual(breaches);
  if (value === null) expect(found.value).toBeNull();
  else expect(found.value).toBeCloseTo(value, 9);
});
