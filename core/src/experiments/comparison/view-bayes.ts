import type { Arm } from "../arms/types.ts";
import { betaBinomialLens } from "../bayes/beta-binomial.ts";
import { gaussianLens } from "../bayes/gaussian.ts";
import { liftOf, liftStandardError } from "../effect/intervals.ts";
import type { Effect } from "../effect/measure.ts";
import type { BayesView, ComparisonOptions } from "./types.ts";

/** From here on a normal posterior is as good as the exact one, and cheaper. */
const MAX_EXACT_CONVERSIONS = 10_000;

/** The Bayesian lens of a comparison; null where a normal posterior has nothing to stand on. */
export function viewBayes(
  control: Arm,
  treatment: Arm,
  effect: Effect | null,
  { metric, lowerIsBetter = false }: ComparisonOptions,
): BayesView | null {
  const conversions = [control, treatment].map(({ n, mean }) => Math.round(n * mean));
  const exact = conversions[0]! + conversions[1]! <= MAX_EXACT_CONVERSIONS;
  if ((metric === "proportion" || metric === "retention") && exact) {
    const lens = betaBinomialLens(
      { n: control.n, conversions: conversions[0]! },
      { n: treatment.n, conversions: conversions[1]! },
    );
    return {
      model: "beta",
      chance_to_win: lowerIsBetter ? 1 - lens.chanceToWin : lens.chanceToWin,
      loss_control: lowerIsBetter ? lens.lossTreatment : lens.lossControl,
      loss_treatment: lowerIsBetter ? lens.lossControl : lens.lossTreatment,
      ci: null,
      control_ci: lens.control.interval,
      treatment_ci: lens.treatment.interval,
    };
  }
  if (effect === null || effect.baseline <= 0) return null;
  const [lift, error] = [liftOf(effect), liftStandardError(effect)];
  if (lift === null || error === null || error === 0) return null;
  const lens = gaussianLens(lift, error, { lowerIsBetter });
  // Lifts and errors at the edge of float64 have no posterior in it.
  const figures = [lens.chanceToWin, lens.lossControl, lens.lossTreatment, ...lens.interval];
  if (!figures.every(Number.isFinite)) return null;
  return {
    model: "gaussian",
    chance_to_win: lens.chanceToWin,
    loss_control: lens.lossControl,
    loss_treatment: lens.lossTreatment,
    ci: lens.interval,
    control_ci: null,
    treatment_ci: null,
  };
}
