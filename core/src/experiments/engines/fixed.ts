import { requireFraction, requirePositive } from "../settings.ts";
import { tTwoSidedP, tTwoSidedQuantile } from "../special/student-t.ts";
import type { FixedSettings, Judgement, Look } from "./types.ts";

/**
 * Welch's t-test: valid at one look, at the planned n. Before that the comparison is `preliminary`.
 * Source: Welch 1947 with Satterthwaite's degrees of freedom (in the look).
 */
export function judgeFixed({ z, n, df }: Look, { alpha, nPlanned }: FixedSettings): Judgement {
  return {
    multiplier: tTwoSidedQuantile(requireFraction("alpha", alpha), df),
    pValue: tTwoSidedP(z, df),
    informationFraction: nPlanned === undefined ? null : n / requirePositive("n_planned", nPlanned),
  };
}
