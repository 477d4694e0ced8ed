import { describe, expect, test } from "vitest";
import { GRACE_DAYS, nextAttempt, pays, RETRY_DAYS, standing } from "./dunning.ts";

const day = (count: number) => Date.UTC(2026, 5, 1) + count * 86_400_000;

test("a failed invoice is tried again on five days, within the grace", () => {
  const tries: number[] = [];
  for (let at = nextAttempt(day(0), day(0)); at !== null; at = nextAttempt(day(0), at)) tries.push(at);
  expect(tries).toEqual(RETRY_DAYS.map((days) => day(days)));
  expect(Math.max(...RETRY_DAYS)).toBeLessThan(GRACE_DAYS);
});

describe("standing", () => {
  const now = day(0);
  const active = { subscription: "active", cancelAt: null, failedAt: null, now };
  test.each([
    ["nothing yet", { ...active, subscription: null }, "", false],
    ["all is paid", active, "active", true],
    ["something failed today", { ...active, failedAt: now }, "past_due", true],
    ["just within the grace", { ...active, failedAt: day(-14) + 1 }, "past_due", true],
    ["the grace is over", { ...active, failedAt: day(-14) }, "unpaid", false],
    ["it ends later", { ...active, cancelAt: day(3) }, "active", true],
    ["it ended", { ...active, cancelAt: day(0) }, "canceled", false],
    ["the provider ended it", { ...active, subscription: "canceled" }, "canceled", false],
    ["its first payment never came", { ...active, subscription: "incomplete_expired" }, "canceled", false],
    ["the provider is late with its own word", { ...active, subscription: "past_due" }, "active", true],
  ] as const)("%s", (_, input, status, paying) => {
    expect(standing(input)).toBe(status);
    expect(pays(standing(input))).toBe(paying);
  });
});
