import type { MergeRecord } from "@edgewise/core/events/merge.ts";
import type { Member, MergeRequest, MessageOf } from "./messages.ts";
import { type Person, type PersonRef, stateOf } from "./person-store.ts";
import type { IdentitySession } from "./session.ts";
import { ensurePerson, remap } from "./update-person.ts";

/** Moves the absorbed person's distinct IDs and flag values over and logs the merge. */
export function absorbed(
  session: IdentitySession,
  person: Person,
  message: MessageOf<"absorb">,
  record: MergeRecord,
): void {
  for (const { distinctId, version } of message.members)
    remap(session, person, distinctId, version + 1, false);
  session.overrides.add(person.id, message.overrides);
  session.log.add({
    id: message.mergeId,
    environmentId: message.environmentId,
    at: message.at,
    kind: "merge",
    source: message.from,
    sourceDistinctId: message.fromDistinctId,
    targetId: person.id,
    targetDistinctId: person.distinctId,
    moved: message.members.map((member) => member.distinctId),
    record,
    undoneAt: null,
  });
}

/** A distinct ID that had no person joins one that lives here. */
export function attachMember(
  session: IdentitySession,
  person: Person,
  request: MergeRequest,
  member: Member,
  from: PersonRef,
): void {
  const before = stateOf(person);
  session.members.add(person.id, member);
  identify(session, person, request.mergeId);
  session.log.add({
    id: request.mergeId,
    environmentId: request.environmentId,
    at: request.at,
    kind: "attach",
    source: { id: from.id, home: from.home },
    sourceDistinctId: member.distinctId,
    targetId: person.id,
    targetDistinctId: person.distinctId,
    moved: [member.distinctId],
    record: { source: null, targetBefore: before, taken: [] },
    undoneAt: null,
  });
}

function identify(session: IdentitySession, person: Person, mergeId: string): void {
  const pending = person.pending === mergeId;
  if (person.isIdentified && !pending) return;
  if (pending) person.pending = null;
  if (!person.isIdentified) {
    person.isIdentified = true;
    person.version += 1;
  }
  session.persons.put(person);
}

/** At the target's home: the source's distinct ID had no person. */
export function onAttach(session: IdentitySession, message: MessageOf<"attach">): void {
  const known = session.persons.get(message.person.id);
  if (known?.status === "merged" && known.mergedInto) {
    session.send(known.mergedInto.home, { ...message, person: known.mergedInto, moved: true });
    return;
  }
  const { environmentId, target, at } = message;
  const person = ensurePerson(session, message.person.id, { environmentId, distinctId: target, at });
  const { distinctId, version } = message.member;
  const next = message.moved ? version + 1 : version;
  if (message.moved) remap(session, person, distinctId, next, false);
  session.overrides.add(person.id, message.overrides);
  attachMember(session, person, message, { distinctId, version: next }, message.sourceRef);
}

/** The merge changed nothing but that the target is known to be a user. */
export function settle(session: IdentitySession, message: MessageOf<"settle">): void {
  const known = session.persons.get(message.person.id);
  if (known?.status === "merged" && known.mergedInto) {
    session.send(known.mergedInto.home, { ...message, person: known.mergedInto });
    return;
  }
  if (known?.status === "live") identify(session, known, message.mergeId);
}
