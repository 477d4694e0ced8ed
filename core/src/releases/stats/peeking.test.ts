import { expect, it } from "vitest";
import { armFromSums } from "../../experiments/arms/mean.ts";
import { judgeGuard } from "./judge-guard.ts";

const RUNS = 400;
const MINUTES = 180;
const PER_MINUTE = { off: 45, on: 5 } as const;

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

/** Share of seeded steps that one guard-rail stops when it is looked at every minute. */
function stopped(rates: { readonly off: number; readonly on: number }, lowerIsBetter: boolean): number {
  const random = mulberry32(20_261_122);
  let count = 0;
  for (let run = 0; run < RUNS; run++) {
    const sides = { off: { n: 0, sum: 0 }, on: { n: 0, sum: 0 } };
    for (let minute = 0; minute < MINUTES; minute++) {
      for (const side of ["off", "on"] as const) {
        for (let person = 0; person < PER_MINUTE[side]; person++)
          if (random() < rates[side]) sides[side].sum++;
        sides[side].n += PER_MINUTE[side];
      }
      const arm = ({ n, sum }: { n: number; sum: number }) => armFromSums({ n, sum, sum_squares: sum });
      const options = { type: "proportion", alpha: 0.05, share: 0.1, minUnits: 100, lowerIsBetter } as const;
      const margin = { scale: "relative", value: 0 } as const;
      if (judgeGuard(arm(sides.off), arm(sides.on), { ...options, margin }).status === "harmed") {
        count++;
        break;
      }
    }
  }
  return count / RUNS;
}

it.each([
  ["errors that don't rise", { off: 0.02, on: 0.02 }, true, 0, 0.05],
  ["rare orders that don't fall", { off: 0.03, on: 0.03 }, false, 0, 0.05],
  ["frequent orders that don't fall", { off: 0.4, on: 0.4 }, false, 0, 0.05],
  ["errors that rise fourfold", { off: 0.02, on: 0.08 }, true, 0.95, 1],
  ["orders that fall by a third", { off: 0.4, on: 0.27 }, false, 0.95, 1],
])("%s, looked at every minute", (_, rates, lowerIsBetter, least, most) => {
  const share = stopped(rates, lowerIsBetter);
  expect(share).toBeGreaterThanOrEqual(least);
  expect(share).toBeLessThanOrEqual(most);
});
