import { judgeAsympCs } from "./asymp-cs.ts";
import { judgeFixed } from "./fixed.ts";
import { judgePlannedSequential } from "./planned-sequential.ts";
import type { EngineSettings, Judgement, Look } from "./types.ts";

/** One look through the chosen engine. @throws ExperimentSettingsError for settings out of range */
export function judge(look: Look, settings: EngineSettings): Judgement {
  switch (settings.engine) {
    case "planned_sequential":
      return judgePlannedSequential(look, settings);
    case "asymp_cs":
      return judgeAsympCs(look, settings);
    case "fixed":
      return judgeFixed(look, settings);
  }
}

/** The default: `planned_sequential` with a plan, `asymp_cs` tuned to `nStar` without one. */
export function chooseEngine(nPlanned: number | null, nStar: number, alpha = 0.05): EngineSettings {
  if (nPlanned === null) return { engine: "asymp_cs", alpha, nStar };
  return { engine: "planned_sequential", alpha, nPlanned };
}
