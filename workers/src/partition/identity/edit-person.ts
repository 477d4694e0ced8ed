import { applyPersonUpdate, PERSON_PROPERTIES_LIMIT } from "@edgewise/core/events/apply-person-update.ts";
import { derivedUuid } from "@edgewise/core/events/identity.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { deletePerson, getPerson, type ManageResult, type PersonView } from "./manage.ts";
import { startMerge } from "./merge-steps.ts";
import type { Member } from "./messages.ts";
import type { IdentitySession } from "./session.ts";
import { follow, updatePerson } from "./update-person.ts";

/** What the API changes of a person's properties: some set, some taken away. */
export interface PropertyEdit {
  readonly set?: JsonObject;
  readonly unset?: readonly string[];
}

const notFound = (personId: string) =>
  ({ ok: false, code: "not_found", message: `There is no person "${personId}".` }) as const;

/** Changes properties of a live person as an event would, but at once and without one. */
export function editPerson(
  session: IdentitySession,
  environmentId: number,
  personId: string,
  { set, unset }: PropertyEdit,
): ManageResult<PersonView> {
  const person = session.persons.live(personId);
  if (!person || person.environmentId !== environmentId) return notFound(personId);
  const update = { ...(set ? { set } : {}), ...(unset ? { unset: [...unset] } : {}), always: true };
  const properties = applyPersonUpdate(person.properties, update);
  if (JSON.stringify(properties).length > PERSON_PROPERTIES_LIMIT) {
    const message = `The person's properties would pass ${PERSON_PROPERTIES_LIMIT / 1024} kB.`;
    return { ok: false, code: "conflict", message };
  }
  if (properties !== person.properties) {
    person.properties = properties;
    person.version += 1;
    session.persons.put(person);
  }
  const view = getPerson(session, environmentId, personId);
  return view ? { ok: true, value: view } : notFound(personId);
}

/** Begins to merge the person of one distinct ID into that of another, which lives on. `source` may be identified. */
export function mergeInto(
  session: IdentitySession,
  environmentId: number,
  target: string,
  source: string,
  mergeId: string,
): void {
  startMerge(session, { environmentId, at: session.now, mergeId, source, target, force: true });
  session.drain();
}

/** A person that another installation or project knew. */
export interface ImportedPerson {
  readonly distinctIds: readonly string[];
  readonly properties: JsonObject;
  readonly isIdentified: boolean;
  /** ms since the epoch. */
  readonly createdAt: number;
}

/**
 * Takes a person over without an event; the first distinct ID is this partition's. What the person here has already wins;
 * done for its other distinct IDs once no mail waits. The same again changes nothing.
 */
export function importPerson(
  session: IdentitySession,
  environmentId: number,
  { distinctIds, properties, isIdentified, createdAt }: ImportedPerson,
): void {
  const [first, ...others] = distinctIds;
  if (first === undefined) return;
  const change = {
    environmentId,
    distinctId: first,
    at: createdAt,
    identified: isIdentified,
    update: { setOnce: properties, always: true },
  };
  const person = follow(session, session.mappings.get(environmentId, first));
  if (person.home === session.self) updatePerson(session, person.id, change);
  else session.send(person.home, { kind: "update", person, ...change });
  for (const source of others) {
    const mergeId = derivedUuid(`import:${environmentId}:${first}:${source}`);
    startMerge(session, { environmentId, at: createdAt, mergeId, source, target: first, force: true });
  }
  session.drain();
}

/** A group as its partition has it. */
export interface GroupView {
  readonly properties: JsonObject;
  /** ms since the epoch. */
  readonly createdAt: number;
}

/** Changes properties of a group, which is made when there is none. */
export function editGroup(
  session: IdentitySession,
  environmentId: number,
  index: number,
  key: string,
  { set, unset }: PropertyEdit,
): GroupView {
  const update = { ...(set ? { set } : {}), ...(unset ? { unset: [...unset] } : {}), always: true };
  session.groups.apply(environmentId, index, key, update, session.now);
  return session.groups.view(environmentId, index, key) ?? { properties: {}, createdAt: session.now };
}

/** What of an erased person the warehouse holds: rows up to these versions. */
export interface ErasedPerson {
  readonly version: number;
  readonly members: readonly Member[];
}

/** Deletes a person and what its merges remember of others; answers what is to be deleted in the warehouse. */
export function erasePerson(
  session: IdentitySession,
  environmentId: number,
  personId: string,
): ManageResult<ErasedPerson> {
  const person = session.persons.live(personId);
  if (!person || person.environmentId !== environmentId) return notFound(personId);
  const members = session.members
    .of(person)
    .map(({ distinctId, version }) => ({ distinctId, version: version + 1 }));
  const deleted = deletePerson(session, environmentId, personId);
  if (!deleted.ok) return deleted;
  session.log.forget(personId);
  return { ok: true, value: { version: person.version, members } };
}
