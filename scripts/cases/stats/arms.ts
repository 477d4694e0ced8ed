import { armFromMoments, armFromSums } from "@edgewise/core/experiments/arms/mean.ts";
import { ratioArm, ratioArmFromSums } from "@edgewise/core/experiments/arms/ratio.ts";
import type { Arm, ArmResult, MeanSums, RatioSums } from "@edgewise/core/experiments/arms/types.ts";
import { sampleFromValues } from "@edgewise/core/experiments/arms/values.ts";

/** An arm as the files write it: sums, ratio sums, conversions, or raw values. */
export type ArmInput = MeanSums | RatioSums | { readonly n: number; readonly conversions: number };

type Raw = readonly number[] | Readonly<Record<string, readonly number[]>>;

/** Both arms of an input; raw values are used only where there are no sums. */
export interface ArmsInput {
  readonly control?: ArmInput;
  readonly treatment?: ArmInput;
  readonly raw?: { readonly control: Raw; readonly treatment: Raw };
}

export function armResults(input: ArmsInput): readonly [control: ArmResult, treatment: ArmResult] {
  return [armOf(input.control, input.raw?.control), armOf(input.treatment, input.raw?.treatment)];
}

export function arms(input: ArmsInput): readonly [control: Arm, treatment: Arm] {
  const [control, treatment] = armResults(input);
  if (!control.ok) throw new Error(`control: ${control.status}`);
  if (!treatment.ok) throw new Error(`treatment: ${treatment.status}`);
  return [control.arm, treatment.arm];
}

/** Units and conversions of both arms together say that a metric is a proportion. */
export function looksLikeProportion(input: ArmsInput): boolean {
  return [input.control, input.treatment].every(
    (arm) => arm !== undefined && ("conversions" in arm || ("sum" in arm && arm.sum === arm.sum_squares)),
  );
}

function armOf(arm: ArmInput | undefined, raw: Raw | undefined): ArmResult {
  if (arm === undefined) return rawArm(raw ?? []);
  if ("num_sum" in arm) return ratioArmFromSums(arm);
  if (!("conversions" in arm)) return armFromSums(arm);
  // The publications with conversions take p(1 - p), without Bessel's correction.
  const p = arm.n === 0 ? 0 : arm.conversions / arm.n;
  return armFromMoments({ n: arm.n, mean: p, variance: p * (1 - p) });
}

function rawArm(raw: Raw): ArmResult {
  if (!("length" in raw)) {
    const { num, den, pre_num, pre_den, post, pre } = raw as Record<string, readonly number[]>;
    if (num !== undefined && den !== undefined) {
      return ratioArm(sampleFromValues([num, den, ...(pre_num && pre_den ? [pre_num, pre_den] : [])]));
    }
    const { n, means, covariances } = sampleFromValues([post ?? [], pre ?? []]);
    return armFromMoments({
      n,
      mean: means[0]!,
      variance: covariances[0]![0]!,
      pre_mean: means[1]!,
      pre_variance: covariances[1]![1]!,
      pre_post_covariance: covariances[0]![1]!,
    });
  }
  const { n, means, covariances } = sampleFromValues([raw as readonly number[]]);
  return armFromMoments({ n, mean: means[0]!, variance: covariances[0]![0]! });
}
