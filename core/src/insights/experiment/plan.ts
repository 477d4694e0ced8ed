import type { ExperimentDefinition } from "../../experiments/definition.ts";
import { armsOf } from "../../experiments/definition.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { type Exposure, exposureOf } from "./exposure.ts";

/** Who is in an experiment, and for how long it looks. Times in ms since the epoch. */
export interface ExperimentPlan {
  readonly definition: ExperimentDefinition;
  /** Control first. */
  readonly arms: readonly string[];
  readonly from: number;
  /** End of the experiment, or the time of the look when that is earlier. */
  readonly to: number;
  /** Last moment of a first exposure. */
  readonly exposedTo: number;
  /** Now, or the moment in the past that is asked about. */
  readonly look: number;
  readonly exposure: Exposure;
}

/** Looks within the same few seconds ask the same question, so that the second one finds the first one's answer. */
const STEP_MS = 10_000;

/** Resolves an experiment by its number; fails when it is unknown or has not started. */
export function planExperiment(
  id: number,
  context: InsightContext,
  asOf?: string,
): InsightResult<ExperimentPlan> {
  const definition = context.experiments?.get(id);
  if (!definition)
    return insightError(`Experiment ${id} does not exist.`, "query__experiment_id", "does_not_exist");
  if (definition.startDate === null) {
    return insightError(
      `Experiment "${definition.name}" has not started: launch it, then ask for results.`,
      "query__experiment_id",
    );
  }
  const arms = armsOf(definition);
  if (arms.length < 2) {
    return insightError(
      `The flag "${definition.flagKey}" has no variants to compare.`,
      "query__experiment_id",
    );
  }
  const exposure = exposureOf(definition, context);
  if (!exposure.ok) return exposure;
  const now = Math.ceil(context.now / STEP_MS) * STEP_MS;
  const look = asOf === undefined ? now : Math.min(Date.parse(asOf), now);
  const to = Math.max(definition.startDate, Math.min(definition.endDate ?? look, look));
  return {
    ok: true,
    value: {
      definition,
      arms,
      from: definition.startDate,
      to,
      exposedTo: Math.min(to, definition.exposureEnd ?? to),
      look,
      exposure: exposure.value,
    },
  };
}
