import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { Credentials } from "../../stack/credentials.ts";
import type { ExpectedEvent } from "./expect.ts";

/** An event as the public query API returns it. */
interface StoredEvent {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  /** Event time minus arrival, ms. */
  readonly age: number;
  readonly properties: JsonObject;
}

const CHUNK = 200;
/** How long an acknowledged event may take to be found, ms (the contract says 5 s; the machine may be busy). */
const PATIENCE = 30_000;

/** Any date text of the API as ms. */
function timeOf(value: unknown): number {
  const iso = String(value).replace(" ", "T");
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

async function query(credentials: Credentials, uuids: readonly string[]): Promise<StoredEvent[]> {
  const list = uuids.map((uuid) => `'${uuid}'`).join(", ");
  const response = await fetch(`${credentials.edge}/api/projects/${credentials.projectId}/query/`, {
    method: "POST",
    headers: { authorization: `Bearer ${credentials.personalApiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      query: {
        kind: "HogQLQuery",
        query: `SELECT uuid, event, distinct_id, timestamp, created_at, properties FROM events WHERE uuid IN (${list}) LIMIT 1000`,
      },
      refresh: "force_blocking",
    }),
  });
  if (!response.ok) throw new Error(`The query API answered ${response.status}: ${await response.text()}`);
  const { results } = (await response.json()) as { results: unknown[][] };
  return results.map(([uuid, event, distinctId, timestamp, createdAt, properties]) => ({
    uuid: String(uuid),
    event: String(event),
    distinct_id: String(distinctId),
    age: timeOf(timestamp) - timeOf(createdAt),
    properties: typeof properties === "string" ? JSON.parse(properties) : (properties as JsonObject),
  }));
}

/** Reads events back by uuid; waits until all are there or patience ends. An event stored twice is listed twice. */
export async function storedEvents(
  credentials: Credentials,
  uuids: readonly string[],
): Promise<StoredEvent[]> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found: StoredEvent[] = [];
    for (let at = 0; at < uuids.length; at += CHUNK) {
      found.push(...(await query(credentials, uuids.slice(at, at + CHUNK))));
    }
    if (new Set(found.map(({ uuid }) => uuid)).size >= uuids.length || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The stored event in the shape of what is expected of it: properties that the server added are left out. */
export function inShapeOf(expected: ExpectedEvent, stored: StoredEvent): ExpectedEvent {
  const properties: JsonObject = {};
  for (const key of Object.keys(expected.properties)) {
    if (Object.hasOwn(stored.properties, key)) properties[key] = stored.properties[key] as JsonValue;
  }
  const cookieless = stored.distinct_id.startsWith("cookieless_");
  return {
    uuid: stored.uuid,
    event: stored.event,
    distinct_id: cookieless ? "cookieless_…" : stored.distinct_id,
    age: expected.age === null ? null : stored.age,
    properties,
  };
}
