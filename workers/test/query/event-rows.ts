import { createHash } from "node:crypto";
import { mapIndex, PROPERTY_COLUMN_BY_NAME } from "@edgewise/core/events/properties.ts";

/** An event as a test writes it. */
export interface TestEvent {
  readonly event: string;
  readonly user: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly session?: string;
  readonly groups?: readonly string[];
  /** The elements chain of an autocaptured event. */
  readonly elements?: string;
  /** How many people it stands for, of a sample. */
  readonly weight?: number;
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
}

const digest = (text: string): string => createHash("sha1").update(text).digest("hex").slice(0, 32);

const uuid = (text: string): string =>
  digest(text).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");

/** The warehouse's integer key of a name, as decimal text. */
export const keyOf = (text: string): string => BigInt(`0x${digest(text).slice(0, 16)}`).toString();

/** The person that a user's events belong to. */
export const personIdOf = (user: string): string => uuid(user);

/** Rows of `events` as NDJSON, with properties lifted into columns and maps as the edge does it. */
export function eventRows(environmentId: number, events: readonly TestEvent[]): string {
  return events.map((event, index) => JSON.stringify(eventRow(environmentId, event, index))).join("\n");
}

function eventRow(environmentId: number, event: TestEvent, index: number): Record<string, unknown> {
  const { properties = {}, session = "", groups = [] } = event;
  const row: Record<string, unknown> = {
    environment_id: environmentId,
    uuid: uuid(`${environmentId}:${index}:${event.event}`),
    event: event.event,
    timestamp: event.at.replace("Z", "").replace("T", " "),
    day: event.at.slice(0, 10),
    hour: `${event.at.slice(0, 13).replace("T", " ")}:00:00`,
    received_at: event.at.replace("Z", "").replace("T", " "),
    distinct_id: event.user,
    distinct_key: keyOf(event.user),
    person_id: personIdOf(event.user),
    person_key: keyOf(event.user),
    person_mode: "full",
    session_id: session,
    session_key: session === "" ? "0" : keyOf(session),
    properties: JSON.stringify(properties),
    elements_chain: event.elements ?? "",
    lane: "events",
    bot: 0,
    batch: "1",
    sample_weight: event.weight ?? 1,
    ...Object.fromEntries(groups.map((key, group) => [`group_${group}`, key])),
  };
  for (const [name, value] of Object.entries(properties)) {
    const column = PROPERTY_COLUMN_BY_NAME.get(name);
    if (column) row[column.column] = String(value);
    else {
      const map = `m${mapIndex(name)}`;
      row[map] = { ...(row[map] as object | undefined), [name]: String(value) };
    }
  }
  return row;
}
