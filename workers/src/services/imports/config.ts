import type { JsonObject } from "@edgewise/core/events/types.ts";
import { remapReferences } from "@edgewise/core/privacy/remap-references.ts";
import type * as z from "zod";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { actionBody } from "../actions/body.ts";
import { createAction } from "../actions/write.ts";
import { cohortBody } from "../cohorts/body.ts";
import { createCohort } from "../cohorts/write.ts";
import { bucketOf } from "../erase/stored-files.ts";
import { experimentBody } from "../experiments/body.ts";
import { createExperiment } from "../experiments/write.ts";
import { exportConfig } from "../exports/config.ts";
import { flagBody } from "../flags/body.ts";
import { createFlag } from "../flags/write.ts";
import { createInsight, insightBody } from "../insights/write.ts";
import { importDashboards } from "./dashboards.ts";

export type Config = Awaited<ReturnType<typeof exportConfig>>;

export interface ConfigOutcome {
  readonly created: Record<string, number>;
  readonly skipped: Record<string, number>;
  readonly failed: { kind: string; name: string; reason: string }[];
}

/** The definitions of an export. Throws 400 when it has none. */
export async function configOf(folder: string, deps: RegionDeps): Promise<Config> {
  const object = await bucketOf(deps).get(`${folder}config.json`);
  if (!object) throw invalid("config.json", "This export has no config.json: upload it first.");
  return (await object.json()) as Config;
}

/** Makes what is missing, found by its key or name: the same again makes nothing twice. */
export async function importConfig(
  access: ProjectAccess,
  config: Config,
  deps: RegionDeps,
): Promise<ConfigOutcome> {
  const here = await exportConfig(access, deps);
  const outcome: ConfigOutcome = { created: {}, skipped: {}, failed: [] };
  const maps = {
    actions: new Map<number, number>(),
    cohorts: new Map<number, number>(),
    flags: new Map<number, number>(),
    insights: new Map<number, number>(),
  };
  const take = async <T extends { readonly id: number }, B extends z.ZodType>(
    kind: "actions" | "cohorts" | "flags" | "insights" | "experiments",
    nameOf: (item: T) => string,
    items: readonly T[],
    existing: readonly T[],
    body: B,
    create: (access: ProjectAccess, body: z.output<B>, deps: RegionDeps) => Promise<number>,
    given: (item: T) => object = (item) => item,
  ) => {
    for (const item of items) {
      const name = nameOf(item);
      const known = existing.find((one) => nameOf(one) === name);
      if (known) {
        if (kind !== "experiments") maps[kind].set(item.id, known.id);
        outcome.skipped[kind] = (outcome.skipped[kind] ?? 0) + 1;
        continue;
      }
      try {
        const { id: _, ...wire } = remapReferences(given(item) as JsonObject, maps) as JsonObject;
        const made = await create(access, body.parse(wire), deps);
        if (kind !== "experiments") maps[kind].set(item.id, made);
        outcome.created[kind] = (outcome.created[kind] ?? 0) + 1;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        outcome.failed.push({ kind, name, reason: reason.slice(0, 500) });
      }
    }
  };
  const byName = ({ name }: { readonly name: string }) => name;
  await take("actions", byName, config.actions, here.actions, actionBody, createAction);
  await take("cohorts", byName, config.cohorts, here.cohorts, cohortBody, createCohort, withoutList);
  await take("flags", ({ key }) => key, config.flags, here.flags, flagBody, createFlag);
  await take(
    "experiments",
    byName,
    config.experiments,
    here.experiments,
    experimentBody,
    createExperiment,
    (item) => ({
      ...item,
      feature_flag_key: config.flags.find(({ id }) => id === item.flag_id)?.key ?? "",
    }),
  );
  const same = ({ name, query }: { readonly name: string; readonly query: unknown }) =>
    `${name}\n${JSON.stringify(query)}`;
  const insights = config.insights.map((item) => ({
    ...item,
    query: remapReferences(item.query, maps) as JsonObject,
  }));
  await take("insights", same, insights, here.insights, insightBody, createInsight);
  await importDashboards(access, config.dashboards, here.dashboards, maps.insights, outcome, deps);
  return outcome;
}

/** Who is on the list of a static cohort is no definition: it is made empty. */
const withoutList = (cohort: Config["cohorts"][number]) =>
  cohort.is_static ? { ...cohort, filters: undefined } : cohort;
