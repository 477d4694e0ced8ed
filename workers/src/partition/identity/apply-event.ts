import { volatileBits } from "@edgewise/core/events/person-properties.ts";
import type { PartitionEvent } from "@edgewise/core/events/types.ts";
import { groupDistinctId } from "./group-store.ts";
import { startMerge } from "./merge-steps.ts";
import type { IdentitySession } from "./session.ts";
import { follow, updatePerson } from "./update-person.ts";

export interface ResolvedPerson {
  readonly id: string;
  readonly mode: "full" | "propertyless";
}

/** The known person about which an event changes nothing; undefined when storage has to be asked. */
export function plainPerson(
  session: IdentitySession,
  environmentId: number,
  { distinctId, identity, group, person }: PartitionEvent,
): string | undefined {
  if (identity || group) return undefined;
  if (person?.always) return session.hot.unchanged(environmentId, distinctId, person);
  return session.hot.get(environmentId, distinctId, person?.set ? volatileBits(person.set) : 0);
}

/** Does what an event asks of persons and groups, and says whose event it is. */
export function applyEvent(
  session: IdentitySession,
  environmentId: number,
  event: PartitionEvent,
): ResolvedPerson {
  const { distinctId, timestamp: at, identity } = event;
  if (event.group) {
    const { index, key, set } = event.group;
    const update = { set, always: true };
    const home = session.partitionOf(environmentId, groupDistinctId(index, key));
    session.send(home, { kind: "group", environmentId, at, index, key, update });
  }
  if (identity?.kind === "merge" && event.personProfile && identity.source !== distinctId) {
    const { source, force } = identity;
    startMerge(session, { environmentId, at, mergeId: event.uuid, source, target: distinctId, force });
  }
  session.drain();
  const person = follow(session, session.mappings.get(environmentId, distinctId));
  const identified = identity?.kind === "identified";
  const change = { environmentId, distinctId, at, identified, ...(event.person && { update: event.person }) };
  if (event.personProfile && event.lane !== "heatmaps") {
    if (person.home === session.self) {
      const taken = updatePerson(session, person.id, change);
      const had = event.person?.set && session.persons.live(person.id)?.properties;
      const update = taken ? event.person : undefined;
      session.hot.remember(environmentId, distinctId, person.id, had ? volatileBits(had) : 0, update);
    } else if (event.person || identified) session.send(person.home, { kind: "update", person, ...change });
    return { id: person.id, mode: "full" };
  }
  const exists = person.home !== session.self || session.persons.live(person.id) !== null;
  return { id: person.id, mode: exists ? "full" : "propertyless" };
}
