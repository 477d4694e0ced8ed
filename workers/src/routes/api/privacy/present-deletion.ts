import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { eventReceipt } from "../../../services/receipts/receipt.ts";

/** What every job on data says of itself. `failed` is tried again by itself. */
export const jobFields = {
  id: z.string(),
  state: z.enum(["queued", "running", "watching", "done", "failed", "cancelled"]),
  error: z.string().nullable(),
  attempts: z.number().int(),
  requested_by: z.string().nullable(),
  requested_at: z.string(),
  finished_at: z.string().nullable(),
};

export const presentJob = (row: DataJobRow) => ({
  id: row.id,
  state: row.state,
  error: row.error,
  attempts: row.attempts,
  requested_by: row.requestedBy,
  requested_at: isoMicros(row.requestedAt),
  finished_at: isoMicrosOrNull(row.finishedAt),
});

/** `watching`: verified, and what comes late is still deleted until `late_until`. */
export const deletionSchema = z.object({
  ...jobFields,
  params: z.record(z.string(), z.json()),
  total: z.number().int().nullable(),
  done: z.number().int(),
  deleted: z.record(z.string(), z.number()),
  late: z.number().int(),
  verified_at: z.string().nullable(),
  late_until: z.string().nullable(),
  /** Compact JWS; see `/api/receipts/`. */
  receipt: z.string().nullable(),
});

const DAY_MS = 86_400_000;

export async function presentDeletion(row: DataJobRow, deps: Deps): Promise<z.infer<typeof deletionSchema>> {
  const { total, done, deleted, late, verified_at: verified } = row.progress;
  const verifiedAt = typeof verified === "string" ? new Date(verified) : null;
  const watched = verifiedAt !== null && row.state !== "cancelled" && row.state !== "done";
  const lateUntil = watched ? new Date(verifiedAt.getTime() + Number(row.params.late_days) * DAY_MS) : null;
  return {
    ...presentJob(row),
    params: row.params,
    total: typeof total === "number" ? total : null,
    done: Number(done ?? 0),
    deleted: (deleted ?? {}) as Record<string, number>,
    late: Math.max(0, Number(late ?? 0)),
    verified_at: isoMicrosOrNull(verifiedAt),
    late_until: isoMicrosOrNull(lateUntil),
    receipt: await eventReceipt(row, deps),
  };
}
