import { requireFraction, requirePositive } from "../settings.ts";
import { type Beta, betaCdf, betaMean, betaQuantile, betaSf } from "../special/beta.ts";
import { logGamma } from "../special/log-gamma.ts";
import { integrate } from "../special/quadrature.ts";

export interface Conversions {
  readonly n: number;
  readonly conversions: number;
}

export const UNIFORM: Beta = { a: 1, b: 1 };

export interface BetaLens {
  readonly chanceToWin: number;
  /** Expected loss of keeping control: E[max(p_t - p_c, 0)]. */
  readonly lossControl: number;
  /** Expected loss of shipping the treatment: E[max(p_c - p_t, 0)]. */
  readonly lossTreatment: number;
  readonly control: Posterior;
  readonly treatment: Posterior;
}

export interface Posterior {
  readonly mean: number;
  /** Equal-tailed. */
  readonly interval: readonly [number, number];
}

/**
 * Bayesian view of two proportions: a lens, never a stopping rule. Without data it is the prior.
 * Source: P(T > C) = integral f_T F_C; E[max(T - C, 0)] = integral F_C (1 - F_T); by quadrature.
 */
export function betaBinomialLens(
  control: Conversions,
  treatment: Conversions,
  prior: Beta = UNIFORM,
  level = 0.95,
): BetaLens {
  const [c, t] = [posterior(control, prior), posterior(treatment, prior)];
  return {
    chanceToWin: Math.min(
      1,
      Math.max(
        0,
        integral(c, t, (x, jacobian) => density(x, t) * betaCdf(x, c) * jacobian),
      ),
    ),
    lossControl: integral(c, t, (x, jacobian) => betaCdf(x, c) * betaSf(x, t) * jacobian),
    lossTreatment: integral(c, t, (x, jacobian) => betaCdf(x, t) * betaSf(x, c) * jacobian),
    control: summary(c, level),
    treatment: summary(t, level),
  };
}

function posterior({ n, conversions }: Conversions, prior: Beta): Beta {
  const a = requirePositive("prior.alpha", prior.a) + conversions;
  return { a, b: requirePositive("prior.beta", prior.b) + n - conversions };
}

function summary(beta: Beta, level: number): Posterior {
  const tail = (1 - requireFraction("ci_level", level)) / 2;
  return { mean: betaMean(beta), interval: [betaQuantile(tail, beta), betaQuantile(1 - tail, beta)] };
}

/**
 * Integral over [0, 1] with x = sin^2 u: the substitution evens out the spread of a beta (sd of u is about
 * 1/(2 sqrt(a+b))) and takes away poles at the ends. Split where either distribution starts and ends.
 */
function integral(c: Beta, t: Beta, f: (x: number, jacobian: number) => number): number {
  const cuts = [c, t].flatMap((beta) => {
    const [centre, sd] = [Math.asin(Math.sqrt(betaMean(beta))), 1 / (2 * Math.sqrt(beta.a + beta.b))];
    return [-9, -3, 0, 3, 9].map((step) => Math.min(Math.PI / 2, Math.max(0, centre + step * sd)));
  });
  const sorted = [0, ...cuts, Math.PI / 2].sort((left, right) => left - right);
  const inAngle = (u: number) => f(Math.sin(u) ** 2, 2 * Math.sin(u) * Math.cos(u));
  return sorted.slice(1).reduce((sum, to, i) => sum + integrate(inAngle, sorted[i]!, to, 3), 0);
}

function density(x: number, { a, b }: Beta): number {
  if (x <= 0 || x >= 1) return 0;
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
}
