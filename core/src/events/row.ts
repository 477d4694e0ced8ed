import { DEPTH_LIMIT, EVENT_LIMIT } from "./limits.ts";
import { LIFTED } from "./person-properties.ts";
import { MAP_COUNT, mapIndex, PROPERTY_COLUMN_BY_NAME } from "./properties.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/** Where a property goes; worked out once for each name an isolate meets. */
interface KeyPlan {
  /** `"name":"`, as a first key of a map, and with the end of the value before it. */
  readonly mapFirst: string;
  readonly mapNext: string;
  /** `,"p_…":` (with the quote of a text) or '' when the property lives in a map; then the same after a text. */
  readonly column: string;
  readonly columnNext: string;
  readonly isFloat: boolean;
  /** Map number, or -1 for what is stored in a column of its own outside the `p_` ones. */
  readonly map: number;
  /** Name under which a person keeps the first value; '' for properties that say nothing about a person. */
  readonly initial: string;
}

const PLAN_LIMIT = 10_000;
const plans = new Map<string, KeyPlan>();

/** Properties whose value is read from a row column only. */
const OWN_COLUMN: ReadonlySet<string> = new Set(["$elements_chain"]);

function planOf(key: string): KeyPlan {
  const known = plans.get(key);
  if (known) return known;
  const column = PROPERTY_COLUMN_BY_NAME.get(key);
  const isFloat = column?.type === "float";
  const head = column ? `,"${column.column}":${isFloat ? "" : '"'}` : "";
  const json = `${JSON.stringify(key)}:`;
  const plan: KeyPlan = {
    mapFirst: `${json}"`,
    mapNext: `",${json}"`,
    column: head,
    columnNext: `"${head}`,
    isFloat,
    map: OWN_COLUMN.has(key) ? -1 : mapIndex(key),
    initial: LIFTED.get(key) ?? "",
  };
  if (plans.size >= PLAN_LIMIT) plans.clear();
  plans.set(key, plan);
  return plan;
}

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
const MAP_HEADS = Array.from({ length: MAP_COUNT }, (_, i) => `,"m${i}":{`);

/** Plans of the event before: events of a request mostly have the same properties in the same order. */
const lastKeys: string[] = [];
const lastPlans: KeyPlan[] = [];

function planAt(position: number, key: string): KeyPlan {
  if (lastKeys[position] === key) return lastPlans[position]!;
  const plan = planOf(key);
  if (position < 100) {
    lastKeys[position] = key;
    lastPlans[position] = plan;
  }
  return plan;
}

/** Characters that JSON text can't hold as they are (lone surrogates were repaired before). */
const SPECIAL = /["\\\u0000-\u001f]/;

/**
 * The property part of a warehouse row, from `,"p_…"` over the maps to `properties`, in one pass (layout:
 * docs/data-model.md). Columns and maps hold strings raw and everything else as compact JSON, null only stands in
 * `properties`. That one is the object itself: warehouses read it into their String column as the text it is, and
 * escaping it would take longer than all the rest. The other texts are appended in as few pieces as can be (ends of
 * values are part of what follows). `plain`: no string needs escaping.
 */
export function propertyColumns(
  properties: JsonObject,
  lift: Lift | null,
  plain = false,
): string | "nested_too_deeply" | "event_too_large" {
  let columns = "";
  let openColumn = false;
  let position = 0;
  for (const key in properties) {
    const value = properties[key];
    if (value === undefined || value === null) continue;
    const plan = planAt(position++, key);
    // What stands between the quotes of column and map, whatever the value's type.
    let inner: string;
    if (typeof value === "string") {
      inner = plain || !SPECIAL.test(value) ? value : JSON.stringify(value).slice(1, -1);
    } else if (typeof value === "object") {
      if (!nestsWithin(value, DEPTH_LIMIT - 1)) {
        maps.fill("");
        return "nested_too_deeply";
      }
      inner = JSON.stringify(JSON.stringify(value)).slice(1, -1);
    } else inner = String(value);
    if (lift !== null && plan.initial !== "") lift(key, plan.initial, value);
    if (plan.column !== "") {
      if (!plan.isFloat) {
        columns += openColumn ? plan.columnNext : plan.column;
        columns += inner;
        openColumn = true;
      } else if (Number.isFinite(Number(value)) && value !== "") {
        columns += `${openColumn ? plan.columnNext : plan.column}${Number(value)}`;
        openColumn = false;
      }
    } else if (plan.map >= 0) {
      const map = maps[plan.map]!;
      maps[plan.map] = (map === "" ? MAP_HEADS[plan.map]! + plan.mapFirst : map + plan.mapNext) + inner;
    }
  }
  if (openColumn) columns += '"';
  for (let i = 0; i < MAP_COUNT; i++) {
    const map = maps[i]!;
    if (map === "") continue;
    columns += `${map}"}`;
    maps[i] = "";
  }
  const all = JSON.stringify(properties);
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
    minuteHead = `,"timestamp":"${text.slice(0, 16)}`;
    minuteTail = `","day":"${hour.slice(0, 10)}","hour":"${hour}:00:00"`;
  }
  const rest = ms - current * MINUTE;
  const second = Math.floor(rest / 1000);
  return minuteHead + SECONDS[second] + MILLISECONDS[rest - second * 1000] + minuteTail;
}
