import { isoDay } from "@edgewise/core/billing/proration.ts";
import type { RegionDeps } from "../../deps.ts";
import { notFound } from "../../http/errors.ts";
import { ARCHIVE_PREFIX, archiveFolder } from "../../partition/outbox/archive.ts";
import { objectKeys } from "../erase/stored-files.ts";

/** Days that events over a limit can be restored for. */
export const ARCHIVE_DAYS = 30;
const DAY_MS = 86_400_000;
/** Objects that the storage deletes in one call. */
const FILES = 1_000;

/** Events of a UTC day that came over a limit and wait in object storage. */
export interface ArchivedDay {
  readonly environmentId: number;
  readonly day: string;
  readonly events: number;
}

export function archiveBucket({ files }: RegionDeps): R2Bucket {
  if (files) return files;
  throw notFound("This deployment's API has no object storage: nothing can be restored.");
}

/** Objects of a day of arrival with how many events each holds; what a cut off restore left of one comes after it. */
export async function archivedObjects(
  bucket: R2Bucket,
  environmentId: number,
  day: string,
): Promise<{ key: string; events: number }[]> {
  const objects: { key: string; events: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({
      prefix: archiveFolder(environmentId, day),
      include: ["customMetadata"],
      ...(cursor === undefined ? {} : { cursor }),
    } as R2ListOptions);
    for (const { key, customMetadata } of page.objects)
      objects.push({ key, events: Number(customMetadata?.rows ?? 0) });
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return objects.sort((a, b) => a.key.length - b.key.length || (a.key < b.key ? -1 : 1));
}

/** What waits of an environment's days. */
export async function archivedDays(
  environmentId: number,
  days: readonly string[],
  deps: RegionDeps,
): Promise<ArchivedDay[]> {
  const bucket = archiveBucket(deps);
  const found: ArchivedDay[] = [];
  for (const day of days) {
    const objects = await archivedObjects(bucket, environmentId, day);
    const events = objects.reduce((sum, object) => sum + object.events, 0);
    if (events > 0) found.push({ environmentId, day, events });
  }
  return found;
}

/** Deletes what nobody restored in time. Answers how many objects went. */
export async function forgetArchived(environmentId: number, deps: RegionDeps): Promise<number> {
  if (!deps.files) return 0;
  const first = isoDay(deps.now().getTime() - ARCHIVE_DAYS * DAY_MS);
  const keys = await objectKeys(deps.files, `${ARCHIVE_PREFIX}${environmentId}/`);
  const old = keys.filter((key) => (key.split("/")[2] ?? first) < first).slice(0, FILES);
  if (old.length > 0) await deps.files.delete(old);
  return old.length;
}
