import { type KeyPlan, MAP_HEADS, planOf, textOf } from "./key-plan.ts";
import { MAP_COUNT } from "./properties.ts";
import type { Lift } from "./row.ts";
import type { JsonObject } from "./types.ts";

/** How often it is worked out anew what events have in common, before they are taken for having nothing. */
const MAX_LESSONS = 8;
/** Far more than events of one client have in common. */
const MAX_KEYS = 500;

/**
 * The properties in which the events of a request agree (browser, SDK, session …): their part of the rows is built once.
 * It is learnt from the first events; one that does not agree is built by itself, and less is shared from there on.
 */
export class SharedProperties {
  /** Number of properties shared, their `p_…` columns, and their entries of each map, left open. */
  size = 0;
  columns = "";
  /** Characters they take in the text of an object. */
  jsonLength = 0;
  #maps: readonly string[] = [];
  #plans: KeyPlan[] = [];
  #before: JsonObject | null = null;
  #lessons = 0;
  #restFor = -1;
  #rest = "";

  /** Compares an event that was built by itself with what was shared, or else with the event before it. */
  learn(properties: JsonObject, plain: boolean): void {
    const before = this.#before;
    this.#before = properties;
    const enough = before === null || this.#lessons++ >= MAX_LESSONS;
    const keys =
      this.size > 0 ? this.#plans.map(({ key }) => key) : Object.keys(properties).slice(0, MAX_KEYS);
    this.end();
    if (enough) return;
    const common = keys.filter((key) => before[key] === properties[key]);
    this.#share(common, properties, plain);
  }

  #share(keys: readonly string[], properties: JsonObject, plain: boolean): void {
    const columns: string[] = [];
    const maps: string[][] = Array.from({ length: MAP_COUNT }, () => []);
    for (const key of keys) {
      const value = properties[key];
      const plan = planOf(key);
      const { column, map, isFloat } = plan;
      // Objects are never the same; numbers in columns of their own are checked one by one.
      if (value === undefined || value === null || typeof value === "object" || isFloat) continue;
      plan.shared = this;
      plan.value = value;
      this.#plans.push(plan);
      const text = textOf(value, plain);
      this.jsonLength += plan.jsonLength + text.length + (typeof value === "string" ? 2 : 0);
      if (column !== "") columns.push(column, text, '"');
      else if (map >= 0)
        maps[map]!.push(maps[map]!.length === 0 ? MAP_HEADS[map]! + plan.mapFirst : plan.mapNext, text);
    }
    this.size = this.#plans.length;
    // Joined, not appended: what is copied into every row had better be one piece of text.
    this.columns = columns.join("");
    this.#maps = maps.map((map) => map.join(""));
    this.#restFor = -1;
  }

  /** Calls `lift` for what is shared. */
  lift(lift: Lift): void {
    for (const { key, initial, value } of this.#plans) if (initial !== "") lift(key, initial, value);
  }

  /** The open map number `map` that an event's own entries go on, '' when there is nothing in it. */
  map(map: number): string {
    return this.#maps[map]!;
  }

  /** The maps that an event adds nothing to; `touched` has a bit for each of the others. */
  rest(touched: number): string {
    if (touched !== this.#restFor) {
      this.#restFor = touched;
      this.#rest = this.#maps
        .map((map, i) => (map === "" || (touched & (1 << i)) !== 0 ? "" : `${map}"}`))
        .join("");
    }
    return this.#rest;
  }

  /** Shares nothing any more. */
  end(): void {
    for (const plan of this.#plans) {
      plan.shared = null;
      plan.value = null;
    }
    this.#plans = [];
    this.size = 0;
    this.jsonLength = 0;
  }
}
