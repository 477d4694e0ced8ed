import type { MeanSums } from "@edgewise/core/experiments/arms/types.ts";

/** Numbers in (0, 1) that are the same in every run: Tommy Ettinger's mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** A normal number by Box and Muller. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** A metric of which most people contribute nothing. */
export interface Population {
  readonly name: string;
  readonly metric: "proportion" | "mean";
  /** Share of people who contribute something. */
  readonly rate: number;
  /** What one of these contributes. */
  readonly amount: (random: () => number) => number;
}

export const POPULATIONS: readonly Population[] = [
  { name: "conversion of 5 %", metric: "proportion", rate: 0.05, amount: () => 1 },
  { name: "revenue, 5 % buy", metric: "mean", rate: 0.05, amount: (random) => Math.exp(3 + normal(random)) },
];

export interface Sums {
  n: number;
  sum: number;
  sum_squares: number;
}

/** Adds `count` people to the sums of an arm: from one who contributes to the next, the gaps are geometric. */
export function add(
  sums: Sums,
  count: number,
  { amount }: Population,
  rate: number,
  random: () => number,
): void {
  const gap = (): number => Math.floor(Math.log(random()) / Math.log1p(-rate)) + 1;
  for (let person = gap(); person <= count; person += gap()) {
    const value = amount(random);
    sums.sum += value;
    sums.sum_squares += value * value;
  }
  sums.n += count;
}

export const noOne = (): Sums => ({ n: 0, sum: 0, sum_squares: 0 });
export const asSums = ({ n, sum, sum_squares }: Sums): MeanSums => ({ n, sum, sum_squares });
