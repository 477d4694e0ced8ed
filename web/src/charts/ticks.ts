const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number from `value` on that four equal, round steps lead to. */
export function roundTop(value: number): number {
  if (!(value > 0)) return 0;
  const raw = value / 4;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = STEPS.find((candidate) => candidate * size >= raw * (1 - 1e-9)) ?? 10;
  return Number((step * size * 4).toPrecision(12));
}

/** Ticks of a logarithmic axis that holds every positive value: powers of ten, with 2 and 5 between where they are few. */
export function logTicks(values: readonly number[]): readonly number[] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [1, 10];
  const least = positive.reduce((a, b) => Math.min(a, b));
  const most = positive.reduce((a, b) => Math.max(a, b));
  const low = Math.floor(Math.log10(least));
  const high = Math.ceil(Math.log10(most));
  const between = high - low <= 2 ? [1, 2, 5] : [1];
  const all = Array.from({ length: high - low + 1 }, (_, power) =>
    between.map((factor) => Number((factor * 10 ** (low + power)).toPrecision(12))),
  ).flat();
  const first = all.findLastIndex((tick) => tick <= least);
  const last = all.findIndex((tick) => tick >= most && tick > (all[first] ?? 0));
  return all.slice(Math.max(first, 0), last === -1 ? undefined : last + 1);
}
