import type { JsonObject } from "@edgewise/core/events/types.ts";
import { remapReferences } from "@edgewise/core/privacy/remap-references.ts";
import type * as z from "zod";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { actionBody } from "../actions/body.ts";
import { createAction } from "../actions/write.ts";
import { annotationBody, createAnnotation } from "../annotations/write.ts";
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
import { importDescriptions } from "./descriptions.ts";
import { importLists } from "./lists.ts";

export type Config = Awaited<ReturnType<typeof exportConfig>>;

export interface ConfigOutcome {
  readonly created: Record<string, number>;
  readonly skipped: Record<string, number>;
  readonly failed: { kind: string; name: string; reason: string }[];
}

/** The definitions of an export. Throws 400 when it has none. */
async function configOf(folder: string, deps: RegionDeps): Promise<Config> {
  const object = await bucketOf(deps).get(`${folder}config.json`);
  if (!object) throw invalid("config.json", "This export has no config.json: upload it first.");
  return (await object.json()) as Config;
}

/** Makes what is missing, found by its key or name: the same again makes nothing twice. */
export async function importConfig(
  access: ProjectAccess,
  folder: string,
  deps: RegionDeps,
): Promise<ConfigOutcome> {
  const config = await configOf(folder, deps);
  const here = await exportConfig(access, deps);
  const outcome: ConfigOutcome = { created: {}, skipped: {}, failed: [] };
  const maps = {
    actions: new Map<number, number>(),
    cohorts: new Map<number, number>(),
    flags: new Map<number, number>(),
    insights: new Map<number, number>(),
    dashboards: new Map<number, number>(),
  };
  const newLists = new Map<number, number>();
  const take = async <T extends { readonly id: number }, B extends z.ZodType>(
    kind: "actions" | "cohorts" | "flags" | "insights" | "experiments" | "annotations",
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
        if (isMapped(kind)) maps[kind].set(item.id, known.id);
        outcome.skipped[kind] = (outcome.skipped[kind] ?? 0) + 1;
        continue;
      }
      try {
        const { id: _, ...wire } = remapReferences(given(item) as JsonObject, maps) as JsonObject;
        const made = await create(access, body.parse(wire), deps);
        if (isMapped(kind)) maps[kind].set(item.id, made);
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
  await importDashboards(access, config.dashboards, here.dashboards, maps, outcome, deps);
  const marked = (item: { readonly content: string; readonly date_marker: string | null }) =>
    `${item.date_marker} ${item.content}`;
  await take(
    "annotations",
    marked,
    config.annotations ?? [],
    here.annotations,
    annotationBody,
    createAnnotation,
    (item) => ({
      ...item,
      dashboard_item: item.dashboard_item && (maps.insights.get(item.dashboard_item) ?? null),
      dashboard_id: item.dashboard_id && (maps.dashboards.get(item.dashboard_id) ?? null),
    }),
  );
  await importDescriptions(access, config, here, outcome, deps);
  const existing = new Set(here.cohorts.map(({ id }) => id));
  for (const { id, is_static: isStatic } of config.cohorts) {
    const made = maps.cohorts.get(id);
    if (isStatic && made !== undefined && !existing.has(made)) newLists.set(id, made);
  }
  outcome.created.cohort_members = await importLists(access, folder, newLists, deps);
  return outcome;
}

/** What other definitions name by number. */
const isMapped = (kind: string): kind is "actions" | "cohorts" | "flags" | "insights" =>
  kind === "actions" || kind === "cohorts" || kind === "flags" || kind === "insights";

/** A static cohort is made empty: its list follows. */
const withoutList = (cohort: Config["cohorts"][number]) =>
  cohort.is_static ? { ...cohort, filters: undefined } : cohort;
