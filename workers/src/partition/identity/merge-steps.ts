import { decideMerge, mergePersons } from "@edgewise/core/events/merge.ts";
import { absorbed, attachMember } from "./merge-ends.ts";
import type { MergeRequest, MessageOf, Tombstone } from "./messages.ts";
import { type Person, type PersonRef, stateOf } from "./person-store.ts";
import type { IdentitySession } from "./session.ts";
import { ensurePerson, follow } from "./update-person.ts";

/** First step, at the partition of the event's distinct ID: who is the target, and does it exist? */
export function startMerge(session: IdentitySession, request: MergeRequest): void {
  const { environmentId, source, target, at } = request;
  const into = follow(session, session.mappings.get(environmentId, target));
  if (into.home !== session.self || session.persons.live(into.id)) {
    findSource(session, request, into, false);
    return;
  }
  const from = localSource(session, request);
  if (from) {
    // Only the source exists, and it is here: the target joins it.
    const version = session.mappings.get(environmentId, target).version + 1;
    session.map(environmentId, target, { id: from.id, home: session.self, version });
    attachMember(session, from, request, { distinctId: target, version }, into);
    return;
  }
  const person = ensurePerson(session, into.id, { environmentId, distinctId: target, at });
  person.isIdentified = true;
  if (session.partitionOf(environmentId, source) !== session.self) person.pending = request.mergeId;
  session.persons.put(person);
  findSource(session, request, into, true);
}

/** The source's person when all of it is known here. */
function localSource(session: IdentitySession, { environmentId, source }: MergeRequest): Person | null {
  if (session.partitionOf(environmentId, source) !== session.self) return null;
  const ref = follow(session, session.mappings.get(environmentId, source));
  return ref.home === session.self ? session.persons.live(ref.id) : null;
}

function findSource(session: IdentitySession, request: MergeRequest, into: PersonRef, fresh: boolean): void {
  const destination = session.partitionOf(request.environmentId, request.source);
  session.send(destination, {
    ...request,
    kind: "find_source",
    into: { id: into.id, home: into.home },
    fresh,
  });
}

/** At the partition of the source's distinct ID. */
export function onFindSource(session: IdentitySession, message: MessageOf<"find_source">): void {
  const { environmentId, source, into } = message;
  const mapping = session.mappings.get(environmentId, source);
  const from = follow(session, mapping);
  if (from.id === into.id) {
    session.send(into.home, { ...message, kind: "settle", person: into });
    return;
  }
  if (from.home !== session.self || session.persons.live(from.id)) {
    session.send(from.home, { ...message, kind: "merge_source", person: { id: from.id, home: from.home } });
    return;
  }
  const version = mapping.version + 1;
  session.map(environmentId, source, { id: into.id, home: into.home, version });
  if (mapping.id === from.id) session.members.remove(from.id, source);
  session.send(into.home, {
    ...message,
    kind: "attach",
    person: into,
    member: { distinctId: source, version },
    sourceRef: { id: from.id, home: from.home },
    overrides: session.overrides.take(from.id),
    moved: false,
  });
}

/** At the source person's home: give it up, refuse, or let the fresh target join. */
export function onMergeSource(session: IdentitySession, message: MessageOf<"merge_source">): void {
  const { environmentId, source, into } = message;
  const from = follow(session, message.person);
  if (from.id === into.id) {
    session.send(into.home, { ...message, kind: "settle", person: into });
    return;
  }
  if (from.home !== session.self) {
    session.send(from.home, { ...message, person: from });
    return;
  }
  const person = session.persons.live(from.id);
  if (!person) {
    // Deleted meanwhile: only the distinct ID moves.
    const version = memberVersion(session, from.id, source) + 1;
    session.members.remove(from.id, source);
    const member = { distinctId: source, version };
    const rest = { sourceRef: from, overrides: [], moved: true } as const;
    session.send(into.home, { ...message, ...rest, kind: "attach", person: into, member });
    return;
  }
  const decision = decideMerge(person, message.fresh ? null : { isIdentified: false }, message.force);
  if (decision === "attach_target") {
    session.send(into.home, { ...message, kind: "join", person: from, into });
    return;
  }
  if (decision === "refuse") {
    session.warn(environmentId, {
      type: "cannot_merge_already_identified",
      detail: `"${source}" is an identified person already; only $merge_dangerously merges it.`,
      distinctId: message.target,
    });
    session.send(into.home, { ...message, kind: "settle", person: into });
    return;
  }
  giveUp(session, message, person, into, false);
}

function memberVersion(session: IdentitySession, personId: string, distinctId: string): number {
  const person = session.persons.get(personId);
  const member = person && session.members.of(person).find((one) => one.distinctId === distinctId);
  return member?.version ?? session.mappings.get(person?.environmentId ?? 0, distinctId).version;
}

/** Leaves a tombstone and sends the person's state to its new home. */
function giveUp(
  session: IdentitySession,
  request: MergeRequest,
  person: Person,
  into: PersonRef,
  newer: boolean,
): void {
  const { environmentId, at, mergeId, source, target, force } = request;
  session.send(into.home, {
    ...{ environmentId, at, mergeId, source, target, force },
    kind: "absorb",
    from: { id: person.id, home: session.self },
    fromDistinctId: person.distinctId,
    state: stateOf(person),
    members: session.members.of(person),
    overrides: session.overrides.take(person.id),
    into,
    newer,
    path: [],
  });
  person.status = "merged";
  person.mergedInto = into;
  person.pending = null;
  person.properties = {};
  person.version += 1;
  session.members.clear(person);
  session.persons.put(person);
}

/** At the fresh target's home: the source existed, so the target joins it with what it learned meanwhile. */
export function onJoin(session: IdentitySession, message: MessageOf<"join">): void {
  const into = follow(session, message.into);
  const survivor = message.person;
  if (into.id === survivor.id) {
    session.send(survivor.home, { ...message, kind: "settle", person: survivor });
    return;
  }
  const person = into.home === session.self ? session.persons.live(into.id) : null;
  if (!person || into.id !== message.into.id || person.pending !== message.mergeId) {
    // The target is another person by now: both exist, and the join happened first.
    session.send(survivor.home, {
      ...message,
      kind: "merge_source",
      person: survivor,
      into,
      fresh: false,
      force: true,
    });
    return;
  }
  giveUp(session, message, person, survivor, true);
}

/** At the target's home: take over the person, or pass it on when the target itself was given up. */
export function onAbsorb(session: IdentitySession, message: MessageOf<"absorb">): void {
  const tombstone = session.persons.get(message.into.id);
  // The version is part of it: a tombstone that lived in between is another one.
  const stop = tombstone && { id: tombstone.id, version: tombstone.version };
  if (stop && tombstone.status === "merged" && tombstone.mergedInto && !closesCircle(stop, message.path)) {
    const path = positionOf(stop, message.path) >= 0 ? message.path : [...message.path, stop];
    session.send(tombstone.mergedInto.home, { ...message, into: tombstone.mergedInto, path });
    return;
  }
  const { environmentId, target, state } = message;
  const at = state.createdAt;
  const person = ensurePerson(session, message.into.id, { environmentId, distinctId: target, at });
  const before = stateOf(person);
  const merged = message.newer ? mergePersons(before, state) : mergePersons(state, before);
  Object.assign(person, merged.person);
  if (person.pending === message.mergeId) person.pending = null;
  session.persons.put(person);
  const taken = Object.keys(state.properties).filter((key) => !Object.hasOwn(before.properties, key));
  absorbed(session, person, message, { source: state, targetBefore: before, taken });
}

/** Merges that raced in opposite directions make a circle of tombstones: its smallest person comes back. */
function closesCircle(stop: Tombstone, path: readonly Tombstone[]): boolean {
  const from = positionOf(stop, path);
  return from >= 0 && path.slice(from).every((other) => stop.id <= other.id);
}

function positionOf(stop: Tombstone, path: readonly Tombstone[]): number {
  return path.findIndex(({ id, version }) => id === stop.id && version === stop.version);
}
