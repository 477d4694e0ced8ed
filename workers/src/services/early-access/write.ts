import {
  deleteEarlyAccessFeature,
  type EarlyAccessFeatureRow,
  insertEarlyAccessFeature,
  listEarlyAccessFeatures,
  updateEarlyAccessFeature,
} from "@edgewise/db/mysql/repos/early-access-features.ts";
import { allFlags, type FlagRow, findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { inDefault } from "../flags/actor.ts";
import type { FlagBody } from "../flags/body.ts";
import { changeFlag, createFlag } from "../flags/write.ts";

export const STAGES = ["draft", "concept", "alpha", "beta", "general-availability", "archived"] as const;

export interface FeatureBody {
  readonly name: string;
  readonly description: string;
  readonly stage: (typeof STAGES)[number];
  readonly documentation_url: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly feature_flag_id?: number | null;
}

/** Stages in which a person's own choice decides the flag. */
const OPEN_STAGES: ReadonlySet<string> = new Set(["alpha", "beta", "general-availability"]);

export async function requireFeature(
  access: ProjectAccess,
  id: string,
  deps: Deps,
): Promise<EarlyAccessFeatureRow> {
  const row = (await listEarlyAccessFeatures(access, deps.db)).find((feature) => feature.id === id);
  if (!row) throw notFound();
  return row;
}

/** A feature with its flag: the one that is named, else a new one that is off for all who did not choose it. */
export async function createFeature(access: ProjectAccess, body: FeatureBody, deps: Deps): Promise<string> {
  const flag = await flagFor(access, body, deps);
  const id = deps.newId();
  const now = deps.now();
  await commitConfig(access, deps, async (tx) => {
    await insertEarlyAccessFeature(access, tx, {
      id,
      flagId: flag.id,
      ...columnsOf(body),
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    return { result: undefined, entries: [{ ...entryOf(id, body.name), activity: "created" }] };
  });
  await letChoose(access, flag.id, OPEN_STAGES.has(body.stage), deps);
  return id;
}

export async function changeFeature(
  access: ProjectAccess,
  row: EarlyAccessFeatureRow,
  body: Partial<FeatureBody>,
  deps: Deps,
): Promise<void> {
  if (body.feature_flag_id != null && body.feature_flag_id !== row.flagId)
    throw invalid("feature_flag_id", "A feature keeps its flag: make another feature for another flag.");
  const before = publicOf(row);
  const after = { ...before, ...columnsAsBody(body) };
  const changes = changesBetween("EarlyAccessFeature", before, { ...after });
  if (changes.length === 0) return;
  await commitConfig(access, deps, async (tx) => {
    await updateEarlyAccessFeature(access, tx, row.id, { ...columnsOf(after), updatedAt: deps.now() });
    return { result: undefined, entries: [{ ...entryOf(row.id, after.name), activity: "updated", changes }] };
  });
  if (OPEN_STAGES.has(row.stage) !== OPEN_STAGES.has(after.stage))
    await letChoose(access, row.flagId, OPEN_STAGES.has(after.stage), deps);
}

/** Removes a feature; its flag stays and no longer asks for anybody's choice. */
export async function deleteFeature(
  access: ProjectAccess,
  row: EarlyAccessFeatureRow,
  deps: Deps,
): Promise<void> {
  await letChoose(access, row.flagId, false, deps);
  await commitConfig(access, deps, async (tx) => {
    await deleteEarlyAccessFeature(access, tx, row.id);
    return { result: undefined, entries: [{ ...entryOf(row.id, row.name), activity: "deleted" }] };
  });
}

const entryOf = (id: string, name: string) => ({ scope: "EarlyAccessFeature", itemId: id, name });

const publicOf = (row: EarlyAccessFeatureRow) => ({
  name: row.name,
  description: row.description,
  stage: row.stage as FeatureBody["stage"],
  documentation_url: row.documentationUrl,
  payload: row.payload,
});

const columnsOf = (body: FeatureBody) => ({
  name: body.name,
  description: body.description,
  stage: body.stage,
  documentationUrl: body.documentation_url,
  payload: { ...body.payload },
});

function columnsAsBody({ feature_flag_id: _flag, ...body }: Partial<FeatureBody>): Partial<FeatureBody> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

async function flagFor(access: ProjectAccess, body: FeatureBody, deps: Deps): Promise<FlagRow> {
  if (body.feature_flag_id == null) return await newFlag(access, body.name, deps);
  const flag = await findFlag(access, deps.db, body.feature_flag_id);
  const attr = "feature_flag_id";
  if (!flag || flag.deleted)
    throw invalid(attr, `Flag ${body.feature_flag_id} does not exist.`, "does_not_exist");
  if ((flag.filters.multivariate?.variants ?? []).length > 0)
    throw invalid(attr, `Flag "${flag.key}" has variants: early access is on or off.`);
  if (flag.filters.aggregation_group_type_index != null)
    throw invalid(attr, `Flag "${flag.key}" is about groups: early access is for persons.`);
  const taken = (await listEarlyAccessFeatures(access, deps.db)).find(({ flagId }) => flagId === flag.id);
  if (taken) throw invalid(attr, `Flag "${flag.key}" belongs to the feature "${taken.name}".`, "unique");
  return flag;
}

async function newFlag(access: ProjectAccess, name: string, deps: Deps): Promise<FlagRow> {
  const there = await inDefault(access, deps);
  const keys = new Set((await allFlags(access, deps.db)).map(({ key }) => key));
  const id = await createFlag(there, { key: freeKey(name, keys), name, ...NEW_FLAG }, deps);
  return (await findFlag(access, deps.db, id))!;
}

const NEW_FLAG: Omit<FlagBody, "key"> = { active: true, creation_context: "early_access_features" };

/** The name as a flag key, numbered when it is taken. */
export function freeKey(name: string, taken: ReadonlySet<string>): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["feature"];
  const base = words.join("-").slice(0, 200);
  if (!taken.has(base)) return base;
  for (let count = 2; ; count++) if (!taken.has(`${base}-${count}`)) return `${base}-${count}`;
}

async function letChoose(access: ProjectAccess, flagId: number, isOpen: boolean, deps: Deps): Promise<void> {
  const there = await inDefault(access, deps);
  const flag = await findFlag(access, deps.db, flagId);
  if (!flag || flag.deleted || (flag.filters.feature_enrollment === true) === isOpen) return;
  const filters = { ...flag.filters, feature_enrollment: isOpen, super_groups: null } as FlagBody["filters"];
  await changeFlag(there, flagId, { filters }, deps);
}
