import { captureEvents } from "@edgewise/core/events/accept.ts";
import type { GroupIndex } from "@edgewise/core/events/groups.ts";
import type { JsonObject, PartitionEvent } from "@edgewise/core/events/types.ts";
import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import { bound, flatten, joinSql, sql } from "@edgewise/core/sql/fragment.ts";
import type { RegionDeps } from "../../deps.ts";
import { readCompiled } from "../warehouse/read.ts";
import { timeOf } from "./rows.ts";

export interface ImportContext {
  readonly environmentId: number;
  readonly now: number;
  readonly groupIndex: GroupIndex;
}

/**
 * Exported events as the partition stores them: history, so nobody's properties, merges or groups change by them (these
 * are imported by themselves), nothing is located or left out, and times stay what they are.
 */
export function importedEvents(rows: readonly JsonObject[], context: ImportContext): PartitionEvent[] {
  const classes = Map.groupBy(rows, botClass);
  return [...classes].flatMap(([networkBot, list]) => {
    const { events } = captureEvents(list.map(wireEvent), {
      ...context,
      overLimit: new Set(),
      anonymizeIps: false,
      sentAt: Number.NaN,
      querySentAt: Number.NaN,
      ip: "",
      userAgent: "",
      networkBot,
      geo: () => undefined,
      dailySalt: () => "",
      newUuid: () => "",
    });
    const byUuid = new Map(list.map((row) => [String(row.uuid).toLowerCase(), row]));
    return events.map((event) => history(event, byUuid.get(event.uuid) ?? {}));
  });
}

function botClass({ bot, properties }: JsonObject): string {
  if (Number(bot ?? 0) === 0) return "";
  const { $bot_class: known } = propertiesOf(properties);
  return typeof known === "string" && known !== "" ? known : "other";
}

function wireEvent(row: JsonObject): JsonObject {
  return {
    uuid: row.uuid ?? null,
    event: row.event ?? null,
    distinct_id: row.distinct_id ?? null,
    timestamp: new Date(timeOf(row.timestamp)).toISOString(),
    properties: propertiesOf(row.properties),
  };
}

function history(event: PartitionEvent, row: JsonObject): PartitionEvent {
  const chain = String(row.elements_chain ?? "");
  const weight = Number(row.sample_weight ?? 1);
  const text = String(event.row);
  const more =
    (chain === "" || text.includes('"elements_chain":') ? "" : `,"elements_chain":${JSON.stringify(chain)}`) +
    (weight > 1 ? `,"sample_weight":${weight}` : "");
  return {
    ...event,
    personProfile: row.person_mode !== "propertyless" && event.personProfile,
    identity: undefined,
    person: undefined,
    group: undefined,
    row: text + more,
  };
}

function propertiesOf(value: unknown): JsonObject {
  if (typeof value === "object" && value !== null) return value as JsonObject;
  return typeof value === "string" && value !== "" ? (JSON.parse(value) as JsonObject) : {};
}

/** Those that the environment does not have yet, however long ago they came. */
export async function withoutStored(
  environmentId: number,
  events: readonly PartitionEvent[],
  deps: RegionDeps,
): Promise<PartitionEvent[]> {
  if (events.length === 0) return [];
  const known = await readCompiled(storedUuids(environmentId, events), deps);
  const uuids = new Set(known.map(([uuid]) => String(uuid)));
  return events.filter(({ uuid }) => !uuids.has(uuid));
}

function storedUuids(environmentId: number, events: readonly PartitionEvent[]): CompiledSql {
  const list = (type: string, values: Iterable<string>) =>
    joinSql(
      [...values].map((value) => bound(type, value)),
      ", ",
    );
  const days = new Set(events.map(({ timestamp }) => new Date(timestamp).toISOString().slice(0, 10)));
  const uuids = events.map(({ uuid }) => uuid);
  const printed = flatten(
    sql`SELECT toString(uuid) FROM events WHERE environment_id = ${bound("UInt32", environmentId)} AND day IN (${list("Date", days)}) AND uuid IN (${list("UUID", uuids)})`,
  );
  if (!printed) throw new Error("A page of events is too long.");
  return printed;
}
