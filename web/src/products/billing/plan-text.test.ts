import { expect, test } from "vitest";
import type { Plan } from "./plan-api.ts";
import { planNotice, priceText } from "./plan-text.ts";

const plan: Plan = {
  available: true,
  plan: "usage",
  plans: [],
  status: "active",
  card: null,
  cancel_at: null,
  period_end: null,
  owed_cents: 0,
  next_attempt_at: null,
  grace_ends_at: null,
  can_change: true,
};
const day = "2026-12-01T00:00:00Z";

test.each<[string, Partial<Plan>, RegExp | null]>([
  ["all is paid", {}, null],
  ["it ends", { cancel_at: day }, /^info The plan ends on Dec 1, 2026\./],
  [
    "a card failed",
    { status: "past_due", owed_cents: 1_971, next_attempt_at: day, grace_ends_at: day },
    /^warn \$19\.71 could not .* tried again on Dec 1, 2026\. Nothing changes until Dec 1, 2026\.$/,
  ],
  [
    "no more attempts",
    { status: "past_due", owed_cents: 1, grace_ends_at: day },
    /on file\. Nothing changes/,
  ],
  [
    "the grace is over",
    { status: "unpaid", owed_cents: 5, cancel_at: day },
    /^danger \$0\.05 .* Nothing is lost/,
  ],
])("%s", (_, change, expected) => {
  const notice = planNotice({ ...plan, ...change });
  if (expected === null) expect(notice).toBeNull();
  else expect(`${notice?.tone} ${notice?.title} ${notice?.text}`).toMatch(expected);
});

test.each([
  ["free", 0, "$0"],
  ["usage", 0, "only what you use"],
  ["scale", 200_000_000, "$200.00 a month and use"],
] as const)("the price of %s", (key, monthly_micros, text) => {
  expect(priceText({ key, name: "", summary: "", monthly_micros, use_discount: 0 })).toBe(text);
});
