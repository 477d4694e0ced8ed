import { expect, it } from "vitest";
import { waitingRows } from "./check.ts";

const partition = (flushFailures: number, backlogRows: number) => ({ flushFailures, backlogRows });

it.each<[string, ReturnType<typeof partition>[], string]>([
  ["nothing", [], ""],
  ["a backlog that flows", [partition(0, 5000)], ""],
  ["a hiccup", [partition(4, 10)], ""],
  [
    "refused rows",
    [partition(0, 3), partition(7, 20), partition(5, 1)],
    "the warehouse took no rows in 7 attempts: 21 rows wait in 2 partition(s)",
  ],
])("tells %s", (_name, stats, expected) => {
  expect(waitingRows(stats)).toBe(expected);
});
