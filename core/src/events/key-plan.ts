import { flat } from "./flat.ts";
import { LIFTED } from "./person-properties.ts";
import { MAP_COUNT, mapIndex, PROPERTY_COLUMN_BY_NAME } from "./properties.ts";
import type { JsonValue } from "./types.ts";

/** Where a property goes; worked out once for each name an isolate meets. */
export interface KeyPlan {
  readonly key: string;
  /** Characters that it takes in an object's text besides its value's: with colon, and comma or brace. */
  readonly jsonLength: number;
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
  /** Whose text holds this property already, as long as it has this value (`SharedProperties`). */
  shared: object | null;
  value: JsonValue;
}

const PLAN_LIMIT = 10_000;
const plans = new Map<string, KeyPlan>();

/** Properties whose value is read from a row column only. */
const OWN_COLUMN: ReadonlySet<string> = new Set(["$elements_chain"]);

/** Plans of the event before: events of a request mostly have the same properties in the same order. */
const lastKeys: string[] = [];
const lastPlans: KeyPlan[] = [];

/** The plan of a property. */
export function planOf(key: string): KeyPlan {
  const known = plans.get(key);
  if (known) return known;
  const column = PROPERTY_COLUMN_BY_NAME.get(key);
  const isFloat = column?.type === "float";
  const head = column ? flat(',"', column.column, isFloat ? '":' : '":"') : "";
  const json = flat(JSON.stringify(key), ":");
  const plan: KeyPlan = {
    key,
    jsonLength: json.length + 1,
    mapFirst: flat(json, '"'),
    mapNext: flat('",', json, '"'),
    column: head,
    columnNext: flat('"', head),
    isFloat,
    map: OWN_COLUMN.has(key) ? -1 : mapIndex(key),
    initial: LIFTED.get(key) ?? "",
    shared: null,
    value: null,
  };
  if (plans.size >= PLAN_LIMIT) {
    plans.clear();
    lastKeys.length = 0;
    lastPlans.length = 0;
  }
  plans.set(key, plan);
  return plan;
}

/** The same for the property that stands at `position` of an event. */
export function planAt(position: number, key: string): KeyPlan {
  if (lastKeys[position] === key) return lastPlans[position]!;
  const plan = planOf(key);
  if (position < 100) {
    lastKeys[position] = key;
    lastPlans[position] = plan;
  }
  return plan;
}

/** How each map's column begins. */
export const MAP_HEADS: readonly string[] = Array.from({ length: MAP_COUNT }, (_, i) => `,"m${i}":{`);

/** Characters that JSON text can't hold as they are (lone surrogates were repaired before). */
export const SPECIAL = /["\\\u0000-\u001f]/;

/** A value that is no object as it stands between quotes. `plain`: strings need no escaping. */
export function textOf(value: string | number | boolean, plain: boolean): string {
  if (typeof value !== "string") return String(value);
  return plain || !SPECIAL.test(value) ? value : JSON.stringify(value).slice(1, -1);
}
