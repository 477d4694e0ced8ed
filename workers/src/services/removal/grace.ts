import type { Removal } from "@edgewise/db/mysql/repos/removal.ts";

const DAY_MS = 86_400_000;
/** For so long what was deleted can be restored. */
export const GRACE_DAYS = 14;

/** Deleted now, to be erased when the grace is over. */
export const removedAt = (now: Date): Removal => ({
  deletedAt: now,
  eraseAt: new Date(now.getTime() + GRACE_DAYS * DAY_MS),
});

export const RESTORED: Removal = { deletedAt: null, eraseAt: null };
