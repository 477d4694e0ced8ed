import { applyPersonUpdate, PERSON_PROPERTIES_LIMIT } from "@edgewise/core/events/apply-person-update.ts";
import type { PersonUpdate } from "@edgewise/core/events/types.ts";
import type { Person, PersonRef } from "./person-store.ts";
import type { IdentitySession } from "./session.ts";

export interface PersonChange {
  readonly environmentId: number;
  readonly distinctId: string;
  /** Event time, ms: a new person's creation. */
  readonly at: number;
  readonly update?: PersonUpdate;
  readonly identified: boolean;
}

/** A person with nothing in it, of this distinct ID. */
export function newPerson(id: string, environmentId: number, distinctId: string, at: number): Person {
  return {
    id,
    environmentId,
    distinctId,
    properties: {},
    isIdentified: false,
    createdAt: at,
    version: 1,
    status: "live",
    mergedInto: null,
    pending: null,
  };
}

/** Creates the person of a distinct ID that lives here, or brings a deleted or given up one back empty. */
export function ensurePerson(
  session: IdentitySession,
  id: string,
  change: Omit<PersonChange, "identified">,
): Person {
  const { environmentId, distinctId, at } = change;
  const known = session.persons.get(id);
  if (known?.status === "live") return known;
  if (!known) {
    const person = newPerson(id, environmentId, distinctId, at);
    session.persons.put(person);
    const { version } = session.mappings.get(environmentId, distinctId);
    session.emitDistinctId(environmentId, distinctId, { id, home: session.self, version }, false);
    return person;
  }
  const members = known.status === "deleted" ? session.members.of(known) : [];
  Object.assign(known, {
    status: "live",
    mergedInto: null,
    pending: null,
    isIdentified: false,
    createdAt: at,
  });
  known.properties = {};
  known.version += 1;
  session.persons.put(known);
  for (const member of members) remap(session, known, member.distinctId, member.version + 1, false);
  return known;
}

/** Tells a member's partition which person it has now, under the next version. */
export function remap(
  session: IdentitySession,
  person: Person,
  distinctId: string,
  version: number,
  deleted: boolean,
): void {
  session.members.add(person.id, { distinctId, version });
  session.send(session.partitionOf(person.environmentId, distinctId), {
    kind: "map",
    environmentId: person.environmentId,
    at: session.now,
    distinctId,
    person: { id: person.id, home: session.self },
    version,
    deleted,
  });
}

/** Follows tombstones as far as they are here. */
export function follow(session: IdentitySession, ref: PersonRef): PersonRef {
  let at = ref;
  for (const seen = new Set<string>(); at.home === session.self && !seen.has(at.id); ) {
    seen.add(at.id);
    const person = session.persons.get(at.id);
    if (person?.status !== "merged" || !person.mergedInto) return at;
    at = person.mergedInto;
  }
  return at;
}

/**
 * Applies an event's person part to a person that lives here; it is created when missing. True when the person now is
 * what the update asks for: the same one again would change nothing.
 */
export function updatePerson(session: IdentitySession, id: string, change: PersonChange): boolean {
  const existed = session.persons.live(id) !== null;
  const person = ensurePerson(session, id, change);
  let changed = false;
  let taken = true;
  const { update } = change;
  if (update && (update.always || !existed || hasNew(update.set, person.properties))) {
    const properties = applyPersonUpdate(person.properties, update);
    if (properties !== person.properties) {
      taken = fits(session, change, properties);
      if (taken) person.properties = properties;
      changed = taken;
    }
  }
  if (change.identified && !person.isIdentified) {
    person.isIdentified = true;
    changed = true;
  }
  if (!changed) return taken;
  if (existed) person.version += 1;
  session.persons.put(person);
  return taken;
}

/** A volatile property that the person never had is told; its changes are not. */
const hasNew = (set: PersonUpdate["set"], properties: Person["properties"]): boolean =>
  Object.keys(set ?? {}).some((key) => !Object.hasOwn(properties, key));

function fits(session: IdentitySession, change: PersonChange, properties: Person["properties"]): boolean {
  if (JSON.stringify(properties).length <= PERSON_PROPERTIES_LIMIT) return true;
  session.warn(change.environmentId, {
    type: "person_properties_too_large",
    detail: `The person's properties would pass ${PERSON_PROPERTIES_LIMIT / 1024} kB; this update was ignored.`,
    distinctId: change.distinctId,
  });
  return false;
}
