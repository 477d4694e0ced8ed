const ORDER = 16;
const RULE = gaussLegendre(ORDER);

/** A numerical integral as a sum: the points where the function is needed and what each counts. */
export interface Nodes {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/** Composite Gauss-Legendre nodes on [from, to]: `panels` equal parts with 16 points each. */
export function quadratureNodes(from: number, to: number, panels: number): Nodes {
  const points: number[] = [];
  const weights: number[] = [];
  const half = (to - from) / panels / 2;
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + half * (2 * panel + 1);
    for (let i = 0; i < ORDER; i++) {
      points.push(middle + half * RULE.points[i]!);
      weights.push(half * RULE.weights[i]!);
    }
  }
  return { points, weights };
}

/** Integral of a smooth function over [from, to]. */
export function integrate(f: (x: number) => number, from: number, to: number, panels: number): number {
  if (!(to > from)) return 0;
  const { points, weights } = quadratureNodes(from, to, panels);
  return points.reduce((sum, point, i) => sum + weights[i]! * f(point), 0);
}

/**
 * Nodes on [-1, 1] by Newton's method on the Legendre recurrence.
 * Source: Press et al., Numerical Recipes, section 4.6 (gauleg).
 */
function gaussLegendre(order: number): Nodes {
  const points: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < order; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step++) {
      let [previous, value] = [1, x];
      for (let j = 2; j <= order; j++) {
        [previous, value] = [value, ((2 * j - 1) * x * value - (j - 1) * previous) / j];
      }
      slope = (order * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    points.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { points, weights };
}
