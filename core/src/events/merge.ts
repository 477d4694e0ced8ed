import type { JsonObject } from "./types.ts";

/** What decides a merge, and what a merge changes. Times in ms since the epoch. */
export interface PersonState {
  readonly properties: JsonObject;
  readonly isIdentified: boolean;
  readonly createdAt: number;
  readonly version: number;
}

/**
 * What happens when `source` shall become the same person as `target` (WIRE.md 2, Identity):
 * `create` one person with both IDs, attach the ID that has no person, `merge`, or `refuse`.
 */
export type MergeDecision = "create" | "attach_source" | "attach_target" | "merge" | "refuse";

/** `null` = no person exists for that side. `force` is `$merge_dangerously`: an identified source is merged too. */
export function decideMerge(
  source: Pick<PersonState, "isIdentified"> | null,
  target: Pick<PersonState, "isIdentified"> | null,
  force: boolean,
): MergeDecision {
  if (!source) return target ? "attach_source" : "create";
  if (!target) return "attach_target";
  return source.isIdentified && !force ? "refuse" : "merge";
}

export interface MergeOutcome {
  readonly person: PersonState;
  /** Keys the target took over from the source: what an undo gives back. */
  readonly taken: readonly string[];
}

/** The target after absorbing the source: target's properties win, the older creation, the higher version + 1. */
export function mergePersons(source: PersonState, target: PersonState): MergeOutcome {
  const taken = Object.keys(source.properties).filter((key) => !Object.hasOwn(target.properties, key));
  return {
    person: {
      properties: { ...source.properties, ...target.properties },
      isIdentified: true,
      createdAt: Math.min(source.createdAt, target.createdAt),
      version: Math.max(source.version, target.version) + 1,
    },
    taken,
  };
}

export interface MergeRecord {
  /** The source as it was before the merge; null when it had no person. */
  readonly source: PersonState | null;
  readonly targetBefore: Pick<PersonState, "createdAt" | "isIdentified">;
  readonly taken: readonly string[];
}

export interface UndoOutcome {
  readonly target: PersonState;
  /** The source's person as it comes back; null when only an ID was attached. */
  readonly source: PersonState | null;
  /** Keys removed from the target: taken from the source and unchanged since. */
  readonly removed: readonly string[];
}

/** Takes a merge back. What was set on the merged person after the merge stays with the target. */
export function undoMerge(record: MergeRecord, target: PersonState, sourceVersion: number): UndoOutcome {
  const { source } = record;
  const removed = record.taken.filter(
    (key) =>
      Object.hasOwn(target.properties, key) &&
      JSON.stringify(target.properties[key]) === JSON.stringify(source?.properties[key]),
  );
  const properties = Object.fromEntries(
    Object.entries(target.properties).filter(([key]) => !removed.includes(key)),
  );
  const movedBack = source !== null && target.createdAt === source.createdAt;
  return {
    target: {
      properties,
      isIdentified: target.isIdentified,
      createdAt: movedBack ? record.targetBefore.createdAt : target.createdAt,
      version: target.version + 1,
    },
    source: source ? { ...source, version: Math.max(source.version, sourceVersion) + 1 } : null,
    removed,
  };
}
