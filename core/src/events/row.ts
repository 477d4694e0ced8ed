import { flat } from "./flat.ts";
import { MAP_HEADS, planAt, textOf } from "./key-plan.ts";
import { DEPTH_LIMIT, EVENT_LIMIT } from "./limits.ts";
import { MAP_COUNT } from "./properties.ts";
import type { SharedProperties } from "./shared-properties.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/** True when `value` nests at most `levels` deep; never recurses further than that. */
export function nestsWithin(value: JsonValue, levels: number): boolean {
  if (value === null || typeof value !== "object") return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => nestsWithin(item, levels - 1));
  for (const key in value) if (!nestsWithin(value[key]!, levels - 1)) return false;
  return true;
}

/** Receives each property that also describes the person, with the name of its first value. */
export type Lift = (property: string, initial: string, value: JsonValue) => void;

/** Scratch for the maps, so that no event allocates its own. */
const maps: string[] = new Array(MAP_COUNT).fill("");

/** Characters of the last event's properties as compact JSON. */
let jsonLength = 0;

/** Columns and maps; null when the event does not have what is `shared` (it is of no use then). */
function columnsAndMaps(
  properties: JsonObject,
  lift: Lift | null,
  plain: boolean,
  shared: SharedProperties | null,
): string | null {
  let columns = shared === null ? "" : shared.columns;
  let openColumn = false;
  let touched = 0;
  let position = 0;
  let missing = shared === null ? 0 : shared.size;
  jsonLength = shared === null ? 1 : 1 + shared.jsonLength;
  for (const key in properties) {
    const value = properties[key];
    if (value === undefined) continue;
    const plan = planAt(position++, key);
    if (shared !== null && plan.shared === shared) {
      if (plan.value !== value) return null;
      missing -= 1;
      continue;
    }
    jsonLength += plan.jsonLength;
    let text: string;
    if (typeof value === "object") {
      if (!nestsWithin(value, DEPTH_LIMIT - 1)) return "nested_too_deeply";
      const json = JSON.stringify(value);
      jsonLength += json.length;
      if (value === null) continue;
      text = JSON.stringify(json).slice(1, -1);
    } else {
      text = textOf(value, plain);
      jsonLength += typeof value === "string" ? text.length + 2 : text.length;
    }
    if (lift !== null && plan.initial !== "") lift(key, plan.initial, value);
    if (plan.column !== "") {
      if (!plan.isFloat) {
        columns += openColumn ? plan.columnNext : plan.column;
        columns += text;
        openColumn = true;
      } else if (Number.isFinite(Number(value)) && value !== "") {
        columns += `${openColumn ? plan.columnNext : plan.column}${Number(value)}`;
        openColumn = false;
      }
    } else if (plan.map >= 0) {
      const bit = 1 << plan.map;
      const begun = (touched & bit) !== 0 ? maps[plan.map]! : shared === null ? "" : shared.map(plan.map);
      touched |= bit;
      maps[plan.map] = (begun === "" ? MAP_HEADS[plan.map]! + plan.mapFirst : begun + plan.mapNext) + text;
    }
  }
  if (missing > 0) return null;
  if (openColumn) columns += '"';
  for (let i = 0; i < MAP_COUNT; i++) if ((touched & (1 << i)) !== 0) columns += `${maps[i]!}"}`;
  return shared === null ? columns : columns + shared.rest(touched);
}

/**
 * The property part of a warehouse row, from `,"p_…"` over the maps to `properties`, in one pass (layout:
 * docs/data-model.md). Columns and maps hold strings raw and everything else as compact JSON, null only stands in
 * `properties`. That one is the object itself: warehouses read it into their String column as the text it is, and
 * escaping it would take longer than all the rest. The other texts are appended in as few pieces as can be (ends of
 * values are part of what follows). `plain`: no string needs escaping. `shared`: remembers what the events before had.
 * `sent`: the properties as JSON with nothing left out or changed; taken when it is compact, else they are printed.
 */
export function propertyColumns(
  properties: JsonObject,
  lift: Lift | null,
  plain = false,
  shared: SharedProperties | null = null,
  sent = "",
): string | "nested_too_deeply" | "event_too_large" {
  let columns: string | null = null;
  if (shared !== null && shared.size > 0) {
    columns = columnsAndMaps(properties, lift, plain, shared);
    if (columns !== null && lift !== null) shared.lift(lift);
  }
  if (columns === null) {
    columns = columnsAndMaps(properties, lift, plain, null)!;
    shared?.learn(properties, plain);
  }
  if (columns === "nested_too_deeply") return columns;
  const all = sent.length === jsonLength ? sent : JSON.stringify(properties);
  if (all.length > EVENT_LIMIT) return "event_too_large";
  return `${columns},"properties":${all}`;
}

/** ClickHouse's text of a DateTime64(3): `2026-11-22 04:02:38.344`. */
export function clickhouseTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

const MINUTE = 60_000;
const SECONDS = Array.from({ length: 60 }, (_, i) => `:${String(i).padStart(2, "0")}.`);
const MILLISECONDS = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, "0"));
let minute = Number.NaN;
let minuteHead = "";
let minuteTail = "";

/** `timestamp`, `day` and `hour` columns. Date and DateTime begin in 1970: earlier events get its first hour. */
export function timeColumns(ms: number): string {
  const current = Math.floor(ms / MINUTE);
  // Events of one request mostly share their minute.
  if (current !== minute) {
    const text = clickhouseTime(current * MINUTE);
    const hour = ms < 0 ? "1970-01-01 00" : text.slice(0, 13);
    minute = current;
    minuteHead = flat(',"timestamp":"', text.slice(0, 16));
    minuteTail = flat('","day":"', hour.slice(0, 10), '","hour":"', hour, ':00:00"');
  }
  const rest = ms - current * MINUTE;
  const second = Math.floor(rest / 1000);
  return minuteHead + SECONDS[second] + MILLISECONDS[rest - second * 1000] + minuteTail;
}
