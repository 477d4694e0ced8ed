import type { Result, WarehouseError } from "../../ports/warehouse.ts";
import { compressed, inflated } from "../../zstd.ts";

/** Days that events over a limit stay restorable; the bucket's life cycle rule for {@link ARCHIVE_PREFIX} says the same. */
export const ARCHIVE_PREFIX = "over-limit/";

/** Folder of an environment's events that arrived on a UTC day over a limit. */
export function archiveFolder(environmentId: number, day: string): string {
  return `${ARCHIVE_PREFIX}${environmentId}/${day}/`;
}

const HEAD = /^\{"environment_id":(\d+),"received_at":"(\d{4}-\d\d-\d\d)/;

/**
 * Puts a batch of event rows into object storage, an object for each environment and day of arrival. Names follow from the
 * batch, so a repetition writes the same objects again.
 */
export async function archive(
  bucket: Pick<R2Bucket, "put">,
  zstd: Uint8Array,
  key: string,
): Promise<Result<void, WarehouseError>> {
  const folders = new Map<string, string[]>();
  for (const row of new TextDecoder().decode(inflated(zstd)).split("\n")) {
    const [, environmentId, day] = HEAD.exec(row) ?? [];
    if (environmentId === undefined || day === undefined) continue;
    const folder = archiveFolder(Number(environmentId), day);
    const rows = folders.get(folder);
    if (rows) rows.push(row);
    else folders.set(folder, [row]);
  }
  try {
    for (const [folder, rows] of folders) {
      const body = compressed(new TextEncoder().encode(`${rows.join("\n")}\n`));
      await bucket.put(`${folder}${key}.ndjson.zst`, body, {
        httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "zstd" },
        customMetadata: { rows: String(rows.length) },
      });
    }
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, error: { code: "unavailable", message: `object storage: ${String(error)}` } };
  }
}
