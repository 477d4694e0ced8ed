import { compare } from "@edgewise/core/experiments/comparison/compare.ts";
import { pooledTheta } from "@edgewise/core/experiments/cuped/theta.ts";
import type { EngineSettings } from "@edgewise/core/experiments/engines/types.ts";
import { checkSrm } from "@edgewise/core/experiments/srm/check.ts";
import { decideVerdict } from "@edgewise/core/experiments/verdict/decide.ts";
import { type ArmsInput, armResults, looksLikeProportion } from "./arms.ts";

interface EdgeInput extends ArmsInput {
  readonly alpha?: number;
  readonly engine?: string;
  readonly n_planned?: number;
  readonly n_star?: number;
  readonly srm?: { readonly observed: readonly number[]; readonly weights: readonly number[] };
}

/** A whole comparison with its verdict, under the names that the edge cases use. */
export function edge(input: EdgeInput) {
  const [control, treatment] = armResults(input);
  const metric = looksLikeProportion(input) ? "proportion" : "mean";
  const theta = control.ok && treatment.ok ? pooledTheta([control.arm, treatment.arm]) : null;
  const comparison = compare(control, treatment, { metric, settings: settingsOf(input) }, theta);
  const srm = input.srm === undefined ? null : checkSrm(input.srm.observed, input.srm.weights);
  const verdict = decideVerdict({
    srm,
    multipleExposureShare: 0,
    primaries: [{ comparison }],
    guardrails: [],
  });
  return {
    ...comparison,
    ci: comparison.absolute_ci,
    absolute_estimate: comparison.estimate,
    flags: comparison.warnings,
    verdict,
    srm_p_value: srm?.p ?? null,
  };
}

function settingsOf({ engine, alpha = 0.05, n_planned, n_star = 5000 }: EdgeInput): EngineSettings {
  if (engine === "fixed") return { engine, alpha, nPlanned: n_planned };
  if (engine !== "asymp_cs" && n_planned !== undefined) {
    return { engine: "planned_sequential", alpha, nPlanned: n_planned };
  }
  return { engine: "asymp_cs", alpha, nStar: n_star };
}
