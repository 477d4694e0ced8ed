import { expect, test } from "vitest";
import type { Sent } from "../../ports/sender.ts";
import { changeAfter } from "./deliver.ts";

const now = new Date("2026-01-01T00:00:00Z");
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const busy: Sent = { ok: false, retry: true, error: "503" };
const wrong: Sent = { ok: false, retry: false, error: "422" };
const late: Sent = { ok: false, retry: true, uncertain: true, error: "late" };

test.each<[string, Sent, number, boolean, object]>([
  ["sent", { ok: true }, 1, true, { state: "sent", sentAt: now, error: null }],
  ["first failure waits a minute", busy, 1, true, { state: "waiting", dueAt: after(1), error: "503" }],
  ["then longer", busy, 4, true, { state: "waiting", dueAt: after(60), error: "503" }],
  ["and is given up", busy, 7, true, { state: "failed", error: "503" }],
  ["a refusal is final", wrong, 1, true, { state: "failed", error: "422" }],
  [
    "no answer: again where repeats are known",
    late,
    1,
    true,
    { state: "waiting", dueAt: after(1), error: "late" },
  ],
  ["no answer: not again where they are not", late, 1, false, { state: "uncertain", error: "late" }],
])("%s", (_, outcome, attempts, repeats, expected) => {
  expect(changeAfter(outcome, attempts, repeats, now)).toEqual(expected);
});
