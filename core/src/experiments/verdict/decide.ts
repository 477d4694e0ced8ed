import type { Comparison, Interval } from "../comparison/types.ts";
import type { Guardrail } from "../guardrails/judge.ts";
import type { Srm } from "../srm/check.ts";

export type Verdict =
  | "untrustworthy"
  | "burn_in"
  | "insufficient_data"
  | "stop_harm"
  | "ship"
  | "no_effect_at_plan"
  | "keep_running";

export interface PrimaryResult {
  readonly comparison: Comparison;
  readonly lowerIsBetter?: boolean;
  /** Smallest effect worth finding, for "no effect"; without it that verdict is never given. */
  readonly mde?: { readonly scale: "relative" | "absolute"; readonly value: number };
}

export interface VerdictInput {
  readonly srm: Pick<Srm, "blocks"> | null;
  /** Share of exposed units that saw several variants. */
  readonly multipleExposureShare: number;
  readonly primaries: readonly PrimaryResult[];
  readonly guardrails: readonly Guardrail[];
}

/** More units than this share with several variants, and the assignment cannot be trusted. */
export const MAX_MULTIPLE_EXPOSURES = 0.01;

/** What to do with one treatment: the first rule that holds, from distrust over harm to patience. */
export function decideVerdict(input: VerdictInput): Verdict {
  const { srm, multipleExposureShare, primaries, guardrails } = input;
  if (srm?.blocks === true || multipleExposureShare > MAX_MULTIPLE_EXPOSURES) return "untrustworthy";
  if (primaries.length > 0 && !primaries.some(({ comparison }) => JUDGEABLE.has(comparison.status))) {
    return primaries.some(({ comparison }) => comparison.status === "burn_in")
      ? "burn_in"
      : "insufficient_data";
  }
  if (
    guardrails.some(({ status }) => status === "harmed") ||
    primaries.some((primary) => direction(primary) < 0)
  ) {
    return "stop_harm";
  }
  if (primaries.some((primary) => direction(primary) > 0)) return "ship";
  return primaries.length > 0 && primaries.every(isNegligible) ? "no_effect_at_plan" : "keep_running";
}

const JUDGEABLE: ReadonlySet<Comparison["status"]> = new Set(["ok", "preliminary"]);

/** 1 significantly better, -1 significantly worse, 0 neither. */
function direction({ comparison, lowerIsBetter = false }: PrimaryResult): number {
  if (!comparison.significant || comparison.estimate === null) return 0;
  return Math.sign(comparison.estimate) * (lowerIsBetter ? -1 : 1);
}

/** The plan is reached and the interval lies inside +-MDE. */
function isNegligible({ comparison, mde }: PrimaryResult): boolean {
  if (mde === undefined || (comparison.information_fraction ?? 0) < 1) return false;
  const interval = mde.scale === "relative" ? comparison.relative_ci : comparison.absolute_ci;
  return interval !== null && isInside(interval, Math.abs(mde.value));
}

function isInside([low, high]: Interval, limit: number): boolean {
  return low >= -limit && high <= limit;
}
