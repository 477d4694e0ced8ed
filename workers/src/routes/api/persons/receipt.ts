import type { PersonDeletion } from "@edgewise/db/mysql/repos/person-deletions.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { isoMicros } from "../../../http/time.ts";
import { personReceipt } from "../../../services/receipts/receipt.ts";

/** What was asked to be deleted of a person, how far it is, and what was deleted: the proof once it is `verified`. */
export const receiptSchema = z.object({
  id: z.string(),
  person_id: z.string(),
  person_uuid: z.string(),
  delete_events: z.boolean(),
  delete_recordings: z.boolean(),
  keep_person: z.boolean(),
  state: z.enum(["queued", "deleting", "verified", "failed"]),
  status: z.enum(["pending", "completed"]),
  deleted: z.record(z.string(), z.number()),
  error: z.string().nullable(),
  attempts: z.number().int(),
  requested_at: z.string(),
  created_at: z.string(),
  verified_at: z.string().nullable(),
  delete_verified_at: z.string().nullable(),
  /** Compact JWS once verified; see `/api/receipts/`. */
  receipt: z.string().nullable(),
});

export async function presentReceipt(
  row: PersonDeletion,
  deps: Deps,
): Promise<z.infer<typeof receiptSchema>> {
  const verifiedAt = row.verifiedAt === null ? null : isoMicros(row.verifiedAt);
  return {
    id: row.id,
    person_id: row.personId,
    person_uuid: row.personId,
    delete_events: row.deleteEvents,
    delete_recordings: row.deleteRecordings,
    keep_person: row.keepPerson,
    state: row.state,
    status: row.state === "verified" ? "completed" : "pending",
    deleted: (row.counts.deleted ?? {}) as Record<string, number>,
    error: row.error,
    attempts: row.attempts,
    requested_at: isoMicros(row.requestedAt),
    created_at: isoMicros(row.requestedAt),
    verified_at: verifiedAt,
    delete_verified_at: verifiedAt,
    receipt: await personReceipt(row, deps),
  };
}
