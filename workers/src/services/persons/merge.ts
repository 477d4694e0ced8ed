import { mergePersons } from "@edgewise/core/events/merge.ts";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { recordActivity } from "../activity/record.ts";
import { requirePersonBy } from "./find.ts";
import type { PersonInfo } from "./person.ts";

/** What merging one person into another would make. */
export interface MergePreview {
  readonly target: PersonInfo;
  readonly source: PersonInfo;
  readonly result: PersonInfo;
  /** Properties that both have and differ in: the target's value stays. */
  readonly conflicts: readonly {
    readonly key: string;
    readonly kept: JsonValue;
    readonly dropped: JsonValue;
  }[];
  /** Properties that only the source has. */
  readonly taken: readonly string[];
}

/** Says what would happen; nothing changes. Throws 404, and 400 when both are one person already. */
export async function previewMerge(
  access: ProjectAccess,
  targetId: string,
  sourceId: string,
  deps: RegionDeps,
): Promise<MergePreview> {
  const [target, source] = await Promise.all([
    requirePersonBy(access, targetId, deps),
    requirePersonBy(access, sourceId, deps),
  ]);
  if (target.id === source.id) throw invalid("person", "Both are the same person already.");
  const state = ({ properties, isIdentified, createdAt }: PersonInfo) => ({
    properties,
    isIdentified,
    createdAt: createdAt.getTime(),
    version: 0,
  });
  const { person, taken } = mergePersons(state(source), state(target));
  const result: PersonInfo = {
    id: target.id,
    distinctIds: [...target.distinctIds, ...source.distinctIds],
    properties: person.properties,
    isIdentified: person.isIdentified,
    createdAt: new Date(person.createdAt),
  };
  return { target, source, result, taken, conflicts: conflictsOf(target.properties, source.properties) };
}

function conflictsOf(target: JsonObject, source: JsonObject): MergePreview["conflicts"] {
  return Object.keys(source).flatMap((key) => {
    const [kept, dropped] = [target[key], source[key]];
    if (kept === undefined || dropped === undefined) return [];
    return JSON.stringify(kept) === JSON.stringify(dropped) ? [] : [{ key, kept, dropped }];
  });
}

const PATIENCE_MS = 5000;

/** Merges one person into another, identified ones too. Done when it answers; it can be taken back. */
export async function merge(
  access: ProjectAccess,
  targetId: string,
  sourceId: string,
  deps: RegionDeps,
): Promise<PersonInfo> {
  const { target, source } = await previewMerge(access, targetId, sourceId, deps);
  const [into] = target.distinctIds;
  const [from] = source.distinctIds;
  if (into === undefined || from === undefined)
    throw new ApiError("conflict", "A person without distinct IDs can't be merged.");
  await deps.partitions.mergePersons(access.environmentId, into, from, deps.newId());
  const merged = await settled(access, target.id, from, deps);
  await recordActivity(access, deps.db, deps, {
    scope: "Person",
    itemId: target.id,
    activity: "merged",
    name: from,
  });
  return merged;
}

/** Steps between partitions take a moment. */
async function settled(
  access: ProjectAccess,
  id: string,
  from: string,
  deps: RegionDeps,
): Promise<PersonInfo> {
  const end = deps.now().getTime() + PATIENCE_MS;
  for (;;) {
    const person = await requirePersonBy(access, id, deps);
    if (person.distinctIds.includes(from)) return person;
    if (deps.now().getTime() > end)
      throw new ApiError("unavailable", "The merge has begun but is not done yet.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
