import { describe, expect, it } from "vitest";
import { sequentialInflation } from "../plan/sample-size.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import { oneSidedMultiplier } from "./asymp-cs.ts";
import { judge } from "./judge.ts";
import type { EngineSettings } from "./types.ts";

const LOOKS = 28;
const RUNS = 4_000;
const PLAN = 28_000;

/** Share of seeded runs that are significant at any of 28 daily looks; `drift` is the z expected at the plan. */
function stoppedShare(settings: EngineSettings, drift: number, share = 1): number {
  return crossedShare((n) => judge({ z: 0, n, df: 1e9 }, settings).multiplier, drift, share, Math.abs);
}

function crossedShare(
  multiplier: (n: number) => number,
  drift: number,
  share: number,
  side: (z: number) => number,
): number {
  const random = mulberry32(20_260_701);
  const needed = Array.from({ length: LOOKS }, (_, i) => multiplier((PLAN * share * (i + 1)) / LOOKS));
  let stopped = 0;
  for (let run = 0; run < RUNS; run++) {
    let score = 0;
    let crossed = false;
    for (let look = 1; look <= LOOKS; look++) {
      score += normalUpperQuantile(1 - random()) + (drift * Math.sqrt(share)) / Math.sqrt(LOOKS);
      if (side(score) / Math.sqrt(look) >= needed[look - 1]!) crossed = true;
    }
    if (crossed) stopped++;
  }
  return stopped / RUNS;
}

/** Small seeded generator of numbers in (0, 1): Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

const alpha = 0.05;
const planned = { engine: "planned_sequential", alpha, nPlanned: PLAN } as const;
const tuned = { engine: "asymp_cs", alpha, nStar: PLAN } as const;
const fixed = { engine: "fixed", alpha } as const;

describe("28 daily looks", () => {
  it.each([
    ["planned_sequential", planned, 1, 0.05],
    ["planned_sequential, run to twice the plan", planned, 2, 0.05],
    ["asymp_cs", tuned, 1, 0.03],
  ])("without effect, %s is rarely significant", (_, settings, share, most) =>
    expect(stoppedShare(settings, 0, share)).toBeLessThan(most),
  );

  it.each([
    ["without harm, a guardrail rarely sees any", 0, 0, 0.05],
    ["harm of four standard errors it nearly always sees", -4, 0.8, 1],
  ])("%s", (_, drift, least, most) => {
    const harmed = crossedShare(
      (n) => oneSidedMultiplier(n, alpha, PLAN),
      drift,
      1,
      (z) => -z,
    );
    expect(harmed).toBeGreaterThanOrEqual(least);
    expect(harmed).toBeLessThanOrEqual(most);
  });

  it("without effect, a fixed test is significant far too often", () => {
    expect(stoppedShare(fixed, 0)).toBeGreaterThan(0.2);
  });

  const drift = normalUpperQuantile(0.025) + normalUpperQuantile(0.2);
  it.each([
    ["planned_sequential finds the effect that a single look finds in 80 %", planned, drift, 0.7, 0.75],
    [
      "with the planner's inflation, in 80 %",
      planned,
      drift * Math.sqrt(sequentialInflation({ alpha, power: 0.8 })),
      0.8,
      0.85,
    ],
    ["asymp_cs finds it in half", tuned, drift, 0.45, 0.55],
  ])("%s", (_, settings, effect, least, most) => {
    const power = stoppedShare(settings, effect);
    expect(power).toBeGreaterThan(least);
    expect(power).toBeLessThan(most);
  });
});
