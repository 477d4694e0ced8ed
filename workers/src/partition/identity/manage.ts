import { personIdOf } from "@edgewise/core/events/identity.ts";
import { type PersonState, undoMerge as undo } from "@edgewise/core/events/merge.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type LoggedMerge, type Person, stateOf } from "./person-store.ts";
import type { IdentitySession } from "./session.ts";
import { follow, remap } from "./update-person.ts";

export type ManageResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: "not_found" | "conflict"; readonly message: string };

const failure = (code: "not_found" | "conflict", message: string) => ({ ok: false, code, message }) as const;

export interface PersonView {
  readonly id: string;
  readonly environmentId: number;
  readonly distinctIds: readonly string[];
  readonly properties: JsonObject;
  readonly isIdentified: boolean;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly version: number;
  /** Set when the person was merged into another one. */
  readonly mergedInto: string | null;
  readonly isDeleted: boolean;
}

/** A person by its ID, tombstones included; null when unknown to this partition. */
export function getPerson(
  session: IdentitySession,
  environmentId: number,
  personId: string,
): PersonView | null {
  const person = session.persons.get(personId);
  if (!person || person.environmentId !== environmentId) return null;
  return {
    id: person.id,
    environmentId,
    distinctIds:
      person.status === "merged" ? [] : session.members.of(person).map((member) => member.distinctId),
    properties: person.properties,
    isIdentified: person.isIdentified,
    createdAt: person.createdAt,
    version: person.version,
    mergedInto: person.mergedInto?.id ?? null,
    isDeleted: person.status === "deleted",
  };
}

/** Which person a distinct ID has, and the partition it lives in. */
export function personOf(session: IdentitySession, environmentId: number, distinctId: string) {
  const { id, home } = follow(session, session.mappings.get(environmentId, distinctId));
  return { id, home };
}

export interface MergeLogOptions {
  readonly personId?: string;
  readonly limit?: number;
  /** Merges before this time, ms. */
  readonly before?: number;
}

export interface MergeView {
  readonly id: string;
  readonly at: number;
  /** `merge`: two persons became one; `attach`: a distinct ID without a person joined one. */
  readonly kind: "merge" | "attach";
  readonly sourcePersonId: string;
  readonly sourceDistinctId: string;
  readonly targetPersonId: string;
  readonly targetDistinctId: string;
  readonly movedDistinctIds: readonly string[];
  readonly undoneAt: number | null;
}

function view(merge: LoggedMerge): MergeView {
  return {
    id: merge.id,
    at: merge.at,
    kind: merge.kind,
    sourcePersonId: merge.source.id,
    sourceDistinctId: merge.sourceDistinctId,
    targetPersonId: merge.targetId,
    targetDistinctId: merge.targetDistinctId,
    movedDistinctIds: merge.moved,
    undoneAt: merge.undoneAt,
  };
}

export function mergeLog(
  session: IdentitySession,
  environmentId: number,
  options: MergeLogOptions,
): MergeView[] {
  const limit = Math.min(Math.max(options.limit ?? 100, 1), 1000);
  const before = options.before ?? Number.MAX_SAFE_INTEGER;
  return session.log.list(environmentId, limit, before, options.personId ?? null).map(view);
}

export interface UndoPreview {
  readonly merge: MergeView;
  /** Distinct IDs that go back to the source. */
  readonly distinctIds: readonly string[];
  /** Properties that the target loses: taken from the source and unchanged since. */
  readonly removedProperties: readonly string[];
  readonly targetProperties: JsonObject;
  /** Null when the source had no person. */
  readonly sourceProperties: JsonObject | null;
}

interface Undo {
  readonly preview: UndoPreview;
  readonly merge: LoggedMerge;
  readonly target: Person;
  readonly targetAfter: PersonState;
  readonly source: PersonState | null;
  readonly members: readonly { readonly distinctId: string; readonly version: number }[];
}

function planUndo(session: IdentitySession, environmentId: number, mergeId: string): ManageResult<Undo> {
  const merge = session.log.get(mergeId);
  if (!merge || merge.environmentId !== environmentId)
    return failure("not_found", `There is no merge "${mergeId}".`);
  if (merge.undoneAt !== null) return failure("conflict", "This merge was undone already.");
  const target = session.persons.get(merge.targetId);
  if (!target || target.status === "deleted") return failure("conflict", "The merged person was deleted.");
  if (target.status === "merged") {
    return failure(
      "conflict",
      `The person was merged on into ${target.mergedInto?.id}: undo that merge first.`,
    );
  }
  const moved = new Set(merge.moved);
  const members = session.members.of(target).filter((member) => moved.has(member.distinctId));
  const {
    target: targetAfter,
    source,
    removed,
  } = undo(merge.record, stateOf(target), merge.record.source?.version ?? 0);
  const preview: UndoPreview = {
    merge: view(merge),
    distinctIds: members.map((member) => member.distinctId),
    removedProperties: removed,
    targetProperties: targetAfter.properties,
    sourceProperties: source?.properties ?? null,
  };
  return { ok: true, value: { preview, merge, target, targetAfter, source, members } };
}

export function previewUndo(
  session: IdentitySession,
  environmentId: number,
  mergeId: string,
): ManageResult<UndoPreview> {
  const plan = planUndo(session, environmentId, mergeId);
  return plan.ok ? { ok: true, value: plan.value.preview } : plan;
}

/** Takes a merge back: the source's person returns as it was, with the distinct IDs that moved. */
export function undoMerge(
  session: IdentitySession,
  environmentId: number,
  mergeId: string,
): ManageResult<UndoPreview> {
  const plan = planUndo(session, environmentId, mergeId);
  if (!plan.ok) return plan;
  const { preview, merge, target, targetAfter, source, members } = plan.value;
  for (const member of members) session.members.remove(target.id, member.distinctId);
  Object.assign(target, targetAfter);
  session.persons.put(target);
  session.log.markUndone(mergeId, session.now);
  if (source) {
    session.send(merge.source.home, {
      kind: "restore",
      environmentId,
      at: session.now,
      person: merge.source,
      distinctId: merge.sourceDistinctId,
      state: source,
      members,
      overrides: [],
    });
  } else {
    for (const { distinctId, version } of members)
      release(session, environmentId, merge, distinctId, version + 1);
  }
  return { ok: true, value: preview };
}

/** A distinct ID goes back to its derived person, which has no row. */
function release(
  session: IdentitySession,
  environmentId: number,
  merge: LoggedMerge,
  distinctId: string,
  version: number,
): void {
  session.send(session.partitionOf(environmentId, distinctId), {
    kind: "map",
    environmentId,
    at: session.now,
    distinctId,
    person: merge.source,
    version,
    deleted: true,
  });
}

/** Gives distinct IDs persons of their own, empty ones; the person keeps its first ID. Answers those split off. */
export function splitPerson(
  session: IdentitySession,
  environmentId: number,
  personId: string,
  distinctIds?: readonly string[],
): ManageResult<string[]> {
  const person = session.persons.live(personId);
  if (!person || person.environmentId !== environmentId)
    return failure("not_found", `There is no person "${personId}".`);
  const members = session.members
    .of(person)
    .filter(
      ({ distinctId }) => distinctId !== person.distinctId && (distinctIds?.includes(distinctId) ?? true),
    );
  if (members.length === 0) return failure("conflict", "The person has no other distinct ID to split off.");
  for (const member of members) {
    const { distinctId } = member;
    session.members.remove(person.id, distinctId);
    const home = session.partitionOf(environmentId, distinctId);
    session.send(home, {
      kind: "restore",
      environmentId,
      at: session.now,
      person: { id: personIdOf(environmentId, distinctId), home },
      distinctId,
      state: { properties: {}, isIdentified: false, createdAt: session.now, version: 1 },
      members: [member],
      overrides: [],
    });
  }
  person.version += 1;
  session.persons.put(person);
  return { ok: true, value: members.map((member) => member.distinctId) };
}

/** Deletes a person: its properties are gone; the next person event of one of its IDs brings it back empty. */
export function deletePerson(
  session: IdentitySession,
  environmentId: number,
  personId: string,
): ManageResult<null> {
  const person = session.persons.live(personId);
  if (!person || person.environmentId !== environmentId)
    return failure("not_found", `There is no person "${personId}".`);
  for (const member of session.members.of(person))
    remap(session, person, member.distinctId, member.version + 1, true);
  person.status = "deleted";
  person.properties = {};
  person.isIdentified = false;
  person.version += 1;
  session.persons.put(person);
  session.overrides.take(person.id);
  return { ok: true, value: null };
}
