import { DEPTH_LIMIT, EVENT_LIMIT } from "./limits.ts";
import { LIFTED } from "./person-properties.ts";
import { MAP_COUNT, mapIndex, PROPERTY_COLUMN_BY_NAME } from "./properties.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/** Where a property goes; worked out once for each name an isolate meets. */
interface KeyPlan {
  /** `"name":` */
  readonly json: string;
  /** `,"p_…":` or '' when the property lives in a map. */
  readonly column: string;
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
  const plan: KeyPlan = {
    json: `${JSON.stringify(key)}:`,
    column: column ? `,"${column.column}":` : "",
    isFloat: column?.type === "float",
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

/**
 * The property part of a warehouse row, from `,"p_…"` over the maps to `properties`, in one pass (layout:
 * docs/data-model.md). Strings are stored raw, everything else as compact JSON, null only in `properties`.
 */
export function propertyColumns(
  properties: JsonObject,
  lift: Lift | null,
): string | "nested_too_deeply" | "event_too_large" {
  let all = "";
  let columns = "";
  let used = false;
  for (const key in properties) {
    const value = properties[key]!;
    const plan = planOf(key);
    if (value === null || value === undefined) {
      if (value === null) all += `,${plan.json}null`;
      continue;
    }
    if (typeof value === "object" && !nestsWithin(value, DEPTH_LIMIT - 1)) {
      if (used) maps.fill("");
      return "nested_too_deeply";
    }
    const json = JSON.stringify(value);
    all += `,${plan.json}${json}`;
    if (lift !== null && plan.initial !== "") lift(key, plan.initial, value);
    if (plan.column !== "") {
      if (!plan.isFloat) columns += plan.column + (typeof value === "string" ? json : JSON.stringify(json));
      else if (Number.isFinite(Number(value)) && value !== "") columns += plan.column + Number(value);
      continue;
    }
    if (plan.map < 0) continue;
    used = true;
    const text =
      typeof value === "string" ? json : typeof value === "object" ? JSON.stringify(json) : `"${json}"`;
    maps[plan.map] += `,${plan.json}${text}`;
  }
  if (used) {
    for (let i = 0; i < MAP_COUNT; i++) {
      const map = maps[i]!;
      if (map === "") continue;
      columns += `,"m${i}":{${map.slice(1)}}`;
      maps[i] = "";
    }
  }
  if (all.length > EVENT_LIMIT) return "event_too_large";
  return `${columns},"properties":${JSON.stringify(`{${all.slice(1)}}`)}`;
}

/** ClickHouse's text of a DateTime64(3): `2026-11-22 04:02:38.344`. */
export function clickhouseTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/** `timestamp`, `day` and `hour` columns. Date and DateTime begin in 1970: earlier events get its first hour. */
export function timeColumns(ms: number): string {
  const time = clickhouseTime(ms);
  const hour = ms < 0 ? "1970-01-01 00" : time.slice(0, 13);
  return `,"timestamp":"${time}","day":"${hour.slice(0, 10)}","hour":"${hour}:00:00"`;
}
