import { findSavedMetrics } from "@edgewise/db/mysql/repos/experiment-metrics.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { experimentBody } from "./body.ts";
import { requireExperiment } from "./find.ts";
import { createExperiment } from "./write.ts";

/**
 * A draft like an experiment in another project, on the flag of the same key unless one is named; shared metrics become
 * its own. Returns its number there. Throws when it names what only its own project has.
 */
export async function copyExperiment(
  from: ProjectAccess,
  id: number,
  to: ProjectAccess,
  asked: { readonly feature_flag_key?: string | undefined; readonly name?: string | undefined },
  deps: Deps,
): Promise<number> {
  const { row, flag } = await requireExperiment(from, id, deps);
  const ids = row.savedMetrics.map((link) => link.id);
  const shared = new Map((await findSavedMetrics(from, deps.db, ids)).map((metric) => [metric.id, metric]));
  const sharedAs = (role: string) =>
    row.savedMetrics
      .filter(({ metadata }) => metadata.type === role)
      .flatMap((link) => {
        const metric = shared.get(link.id);
        return metric ? [{ name: metric.name, ...metric.query }] : [];
      });
  const own = (list: readonly Record<string, unknown>[]) => list.map(({ uuid, ...metric }) => metric);
  const metrics = own([...row.metrics, ...sharedAs("primary")]);
  const secondary = own([...row.metricsSecondary, ...sharedAs("secondary")]);
  requirePortable({ metrics, secondary, exposure: row.exposureCriteria, parameters: row.parameters });
  const body = experimentBody.parse({
    name: asked.name ?? row.name,
    description: row.description,
    feature_flag_key: asked.feature_flag_key ?? flag.key,
    type: row.type,
    parameters: row.parameters,
    metrics,
    metrics_secondary: secondary,
    exposure_criteria: row.exposureCriteria,
    stats_config: row.statsConfig,
    tags: row.tags,
  });
  return await createExperiment(to, body, deps);
}

/** Numbers of actions, cohorts and group types mean something else in another project. */
function requirePortable(parts: object): void {
  const text = JSON.stringify(parts);
  const found = [
    [/"kind":"ActionsNode"/, "an action"],
    [/"type":"cohort"/, "a cohort"],
    [/"(aggregation_)?group_type_index":\d/, "a group type"],
  ] as const;
  const [, what] = found.find(([pattern]) => pattern.test(text)) ?? [];
  if (what !== undefined)
    throw invalid("target_team_id", `The experiment names ${what} of its own project: take it out first.`);
}
