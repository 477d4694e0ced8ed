import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import {
  resealRequest,
  resealVersion,
  sealedRequests,
  sealedVersions,
  type VersionPlace,
} from "@edgewise/db/mysql/repos/sealed-documents.ts";
import type { Deps } from "../../deps.ts";
import { anew, isStale, type Keyring } from "./seal.ts";

const PAGE = 200;

/** Seals what earlier versions of flags and changes that were asked for hold under the newest key. Answers how many. */
export async function resealHistory({ db, config }: Pick<Deps, "db" | "config">): Promise<number> {
  const { keyring } = config;
  let count = 0;
  let after: VersionPlace | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof sealedVersions>> = await sealedVersions(db, after, PAGE);
    for (const { definition, ...place } of page) {
      after = place;
      const changed = await resealedDocument(definition as JsonObject, keyring);
      if (!changed) continue;
      await resealVersion(place, db, changed);
      count++;
    }
    if (page.length < PAGE) break;
  }
  for (const { id, change } of await sealedRequests(db)) {
    const changed = await resealedDocument(change as JsonObject, keyring);
    if (!changed) continue;
    await resealRequest(id, db, changed);
    count++;
  }
  return count;
}

/** The document with every stale text in it sealed anew; null when there is none. */
async function resealedDocument(document: JsonObject, keyring: Keyring): Promise<JsonObject | null> {
  let found = false;
  const walk = async (value: JsonValue): Promise<JsonValue> => {
    if (typeof value === "string" && isStale(value, keyring)) {
      found = true;
      return await anew(value, "flag payloads", keyring);
    }
    if (Array.isArray(value)) return await Promise.all(value.map(walk));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await walk(item!)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  const walked = (await walk(document)) as JsonObject;
  return found ? walked : null;
}
