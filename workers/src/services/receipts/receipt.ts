import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { PersonDeletion } from "@edgewise/db/mysql/repos/person-deletions.ts";
import type { Deps } from "../../deps.ts";
import { receiptSecret, signReceipt } from "./sign.ts";

interface Facts {
  readonly kind: "person_deletion" | "event_deletion";
  readonly id: string;
  readonly organizationId: string;
  readonly projectId: number;
  readonly environmentId: number;
  readonly requestedAt: Date;
  readonly verifiedAt: Date;
  readonly subject: JsonObject;
  readonly deleted: JsonObject;
}

/** The signed receipt of a person's deletion; null until it is verified. */
export async function personReceipt(row: PersonDeletion, deps: Deps): Promise<string | null> {
  if (row.state !== "verified" || row.verifiedAt === null) return null;
  const subject = {
    person_id: row.personId,
    events: row.deleteEvents,
    recordings: row.deleteRecordings,
    profile: !row.keepPerson,
  };
  const deleted = (row.counts.deleted ?? {}) as JsonObject;
  return await sign({ ...row, kind: "person_deletion", verifiedAt: row.verifiedAt, subject, deleted }, deps);
}

/** The signed receipt of a deletion of events; null until it is verified. */
export async function eventReceipt(row: DataJobRow, deps: Deps): Promise<string | null> {
  const verifiedAt = row.progress.verified_at;
  if (typeof verifiedAt !== "string") return null;
  const deleted = (row.progress.deleted ?? {}) as JsonObject;
  return await sign(
    { ...row, kind: "event_deletion", verifiedAt: new Date(verifiedAt), subject: row.params, deleted },
    deps,
  );
}

async function sign(facts: Facts, deps: Deps): Promise<string> {
  const receipt = {
    iss: deps.config.edgeUrl,
    kind: facts.kind,
    id: facts.id,
    organization_id: facts.organizationId,
    project_id: facts.projectId,
    environment_id: facts.environmentId,
    subject: facts.subject,
    requested_at: facts.requestedAt.toISOString(),
    verified_at: facts.verifiedAt.toISOString(),
    deleted: facts.deleted,
  };
  return await signReceipt(receipt, receiptSecret(deps));
}
