import { ExperimentSettingsError, requireFraction } from "../settings.ts";
import { bisect } from "../special/bisect.ts";
import { normalPdf, normalSf, normalUpperQuantile } from "../special/normal.ts";
import { quadratureNodes } from "../special/quadrature.ts";

const PANELS = 16;

/** Density of the score process over the paths that have not crossed yet, on quadrature nodes. */
interface Density {
  readonly points: readonly number[];
  /** Density times quadrature weight. */
  readonly mass: readonly number[];
}

const START: Density = { points: [0], mass: [1] };

/**
 * |z| boundaries of a group-sequential test with Lan-DeMets O'Brien-Fleming spending at the given looks.
 * Source: Lan and DeMets 1983, alpha*(t) = 4(1-Phi(z_(alpha/4)/sqrt t)); recursion of Armitage et al. 1969.
 * @param fractions information at each look, increasing, in (0, 1]
 */
export function groupSequentialBounds(fractions: readonly number[], alpha: number): number[] {
  requireFraction("alpha", alpha);
  requireIncreasing(fractions);
  const bounds: number[] = [];
  let [density, before, spent] = [START, 0, 0];
  for (const t of fractions) {
    const total = 4 * normalSf(normalUpperQuantile(alpha / 4) / Math.sqrt(t));
    const [from, step, share] = [density, Math.sqrt(t - before), total - spent];
    const bound = bisect((z) => share - crossing(from, z * Math.sqrt(t), step), 0, 40);
    bounds.push(bound);
    density = advance(density, bound * Math.sqrt(t), step);
    [before, spent] = [t, total];
  }
  return bounds;
}

/**
 * Probability that a process without effect crosses |z| >= bound by the last look: the type I error.
 * Source: Armitage, McPherson, Rowe 1969.
 */
export function crossingProbability(fractions: readonly number[], bounds: readonly number[]): number {
  requireIncreasing(fractions);
  let [density, before, crossed] = [START, 0, 0];
  for (const [look, t] of fractions.entries()) {
    const [limit, step] = [bounds[look]! * Math.sqrt(t), Math.sqrt(t - before)];
    crossed += crossing(density, limit, step);
    density = advance(density, limit, step);
    before = t;
  }
  return crossed;
}

/** Probability to be beyond +-limit after a normal step of the given standard deviation. */
function crossing({ points, mass }: Density, limit: number, step: number): number {
  return points.reduce(
    (sum, x, i) => sum + mass[i]! * (normalSf((limit - x) / step) + normalSf((limit + x) / step)),
    0,
  );
}

function advance({ points, mass }: Density, limit: number, step: number): Density {
  const nodes = quadratureNodes(-limit, limit, PANELS);
  const next = nodes.points.map((y, j) => {
    const density = points.reduce((sum, x, i) => sum + mass[i]! * normalPdf((y - x) / step), 0) / step;
    return density * nodes.weights[j]!;
  });
  return { points: nodes.points, mass: next };
}

function requireIncreasing(fractions: readonly number[]): void {
  const ok = fractions.every((t, i) => t > (fractions[i - 1] ?? 0) && t <= 1);
  if (!ok)
    throw new ExperimentSettingsError("information_fractions", fractions, "increasing numbers in (0, 1]");
}
