import type { Stage } from "./schema.ts";

/** Why steps can't be taken, or null. Shares rise; everyone can only be the end, since nobody is left to compare with. */
export function faultOfStages(stages: readonly Stage[]): string | null {
  for (const [index, { rollout_percentage: share }] of stages.entries()) {
    const before = stages[index - 1]?.rollout_percentage;
    if (before !== undefined && share <= before)
      return `Step ${index + 1} (${share} %) must be above the one before (${before} %).`;
  }
  if (stages[0]?.rollout_percentage === 100)
    return "A release that starts with everyone leaves nobody to compare with: start below 100 %.";
  return null;
}

/** The steps of a ramp from a share upwards: `from` itself is no step. */
export function stagesOfRamp(
  from: number,
  ramp: { readonly to: number; readonly step: number; readonly every_minutes: number },
): Stage[] {
  const stages: Stage[] = [];
  for (let share = from; share < ramp.to; ) {
    // Rounded before it is compared: a step that is the end but for its last digit is the end.
    share = Math.min(ramp.to, Math.round((share + ramp.step) * 1e6) / 1e6);
    stages.push({ rollout_percentage: share, minutes: ramp.every_minutes });
  }
  return stages;
}

/** Whether a step leaves people on both sides. */
export const isComparable = ({ rollout_percentage: share }: Stage): boolean => share > 0 && share < 100;

/** Steps that are judged: the error level is shared by them. */
export const judgedStages = (stages: readonly Stage[]): number =>
  Math.max(1, stages.filter(isComparable).length);
