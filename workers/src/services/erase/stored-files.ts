import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import { ARCHIVE_PREFIX } from "../../partition/outbox/archive.ts";
import { compressed, inflated } from "../../zstd.ts";
import { RETIRED_PREFIX } from "../retention/names.ts";

/** Objects that the storage deletes in one call. */
const FILES = 1_000;

export function bucketOf({ files }: RegionDeps): R2Bucket {
  if (files) return files;
  throw new Error("This deployment's API has no object storage (RECORDINGS).");
}

/** Names of the objects below a prefix. */
export async function objectKeys(bucket: R2Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    keys.push(...page.objects.map(({ key }) => key));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return keys;
}

/** Deletes all objects below a prefix. Answers how many there were. */
export async function deleteBelow(prefix: string, deps: RegionDeps): Promise<number> {
  const bucket = bucketOf(deps);
  const keys = await objectKeys(bucket, prefix);
  for (let at = 0; at < keys.length; at += FILES) await bucket.delete(keys.slice(at, at + FILES));
  return keys.length;
}

/**
 * Takes rows out of what waits in object storage: events that came over a limit, and those past their retention. Answers
 * how many went. Safe to repeat.
 */
export async function eraseArchived(
  environmentId: number,
  goes: (row: JsonObject) => boolean,
  deps: RegionDeps,
): Promise<number> {
  if (!deps.files) return 0;
  const bucket = deps.files;
  let count = 0;
  for (const prefix of [ARCHIVE_PREFIX, RETIRED_PREFIX])
    for (const key of await objectKeys(bucket, `${prefix}${environmentId}/`)) {
      if (!key.endsWith(".ndjson.zst")) continue;
      const body = await bucket.get(key);
      if (!body) continue;
      const text = new TextDecoder().decode(inflated(new Uint8Array(await body.arrayBuffer())));
      const rows = text.trimEnd().split("\n");
      const kept = rows.filter((row) => !goes(JSON.parse(row) as JsonObject));
      if (kept.length === rows.length) continue;
      count += rows.length - kept.length;
      if (kept.length === 0) {
        await bucket.delete(key);
        continue;
      }
      await bucket.put(key, compressed(new TextEncoder().encode(`${kept.join("\n")}\n`)), {
        ...(body.httpMetadata ? { httpMetadata: body.httpMetadata } : {}),
        customMetadata: { ...body.customMetadata, rows: String(kept.length) },
      });
    }
  return count;
}

/** Drops rows that the warehouse refused and that wait to be looked at. Answers how many went. */
export async function eraseQuarantined(
  environmentId: number,
  goes: (row: JsonObject) => boolean,
  deps: RegionDeps,
): Promise<number> {
  const rows = await deps.partitions.quarantined(environmentId, 10_000);
  const matching = rows.filter(({ row }) => {
    try {
      return goes(JSON.parse(row) as JsonObject);
    } catch {
      // A row that was kept cut: nobody can say whose it was.
      return true;
    }
  });
  if (matching.length === 0) return 0;
  const places = matching.map(({ partition, id }) => ({ partition, id }));
  return (await deps.partitions.decideQuarantined("drop", environmentId, places)).done;
}
