import { findFlagByKey } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { experimentBody } from "./body.ts";
import { requireExperiment } from "./find.ts";
import { createExperiment } from "./write.ts";

/** A draft like another experiment, with a flag of its own unless one is named. Returns its number. */
export async function duplicateExperiment(
  access: ProjectAccess,
  id: number,
  asked: { readonly feature_flag_key?: string | undefined; readonly name?: string | undefined },
  deps: Deps,
): Promise<number> {
  const { row, flag } = await requireExperiment(access, id, deps);
  const body = experimentBody.parse({
    name: asked.name ?? `${row.name} (copy)`.slice(0, 400),
    description: row.description,
    feature_flag_key: asked.feature_flag_key ?? (await freeKey(access, flag.key, deps)),
    type: row.type,
    parameters: row.parameters,
    metrics: row.metrics.map(({ uuid, ...metric }) => metric),
    metrics_secondary: row.metricsSecondary.map(({ uuid, ...metric }) => metric),
    saved_metrics_ids: row.savedMetrics,
    exposure_criteria: row.exposureCriteria,
    stats_config: row.statsConfig,
    tags: row.tags,
  });
  return await createExperiment(access, body, deps);
}

async function freeKey(access: ProjectAccess, key: string, deps: Deps): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = `${key.slice(0, 380)}-copy${number === 1 ? "" : `-${number}`}`;
    if (!(await findFlagByKey(access, deps.db, candidate))) return candidate;
  }
}
