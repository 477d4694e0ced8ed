import { insertDeletion, type PersonDeletion } from "@edgewise/db/mysql/repos/person-deletions.ts";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import type { ErasedPerson } from "../../../partition/identity/edit-person.ts";
import { recordActivity } from "../../activity/record.ts";
import { unwrap } from "../merges.ts";
import type { PersonInfo } from "../person.ts";
import type { ErasePlan } from "./plan.ts";

export interface EraseRequest {
  readonly deleteEvents: boolean;
  readonly deleteRecordings: boolean;
  /** The person stays, only its events or recordings go. */
  readonly keepPerson: boolean;
}

/**
 * Deletes a person where events arrive, at once, and writes down what is to follow in the warehouse: the receipt. The
 * same person may come back with its next event; what arrived before goes.
 */
export async function requestErasure(
  access: ProjectAccess,
  person: PersonInfo,
  request: EraseRequest,
  deps: RegionDeps,
): Promise<PersonDeletion> {
  const { environmentId } = access;
  const erased: ErasedPerson = request.keepPerson
    ? { version: 0, members: person.distinctIds.map((distinctId) => ({ distinctId, version: 0 })) }
    : unwrap(await deps.partitions.erasePerson(environmentId, person.id));
  const now = deps.now();
  const plan: ErasePlan = {
    personVersion: erased.version,
    versions: erased.members.map(({ version }) => version),
    until: now.getTime(),
  };
  const row: PersonDeletion = {
    id: deps.newId(),
    organizationId: access.organizationId,
    projectId: access.projectId,
    environmentId,
    personId: person.id,
    distinctIds: erased.members.map(({ distinctId }) => distinctId),
    deleteEvents: request.deleteEvents,
    deleteRecordings: request.deleteRecordings,
    keepPerson: request.keepPerson,
    state: "queued",
    counts: { plan: { ...plan, versions: [...plan.versions] }, deleted: {} },
    error: null,
    attempts: 0,
    requestedBy: access.userId,
    requestedAt: now,
    startedAt: null,
    verifiedAt: null,
  };
  await insertDeletion(deps.db, row);
  const activity = request.keepPerson ? "events_deleted" : "deleted";
  await recordActivity(access, deps.db, deps, { scope: "Person", itemId: person.id, activity });
  return row;
}
