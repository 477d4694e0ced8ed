import { isObject } from "./envelope.ts";
import { PERSON_EVENTS } from "./identity-rules.ts";
import { isVolatile, LIFTED, SERVER_ONLY } from "./person-properties.ts";
import type { Lift } from "./row.ts";
import type { JsonObject, JsonValue, PersonUpdate } from "./types.ts";

/** `$set`, `$set_once` and `$unset` as the event carries them, top level and `properties` merged. */
export interface ExplicitUpdate {
  readonly set: JsonObject | undefined;
  readonly setOnce: JsonObject | undefined;
  readonly unset: readonly string[] | undefined;
  readonly invalid: boolean;
}

const NOTHING: ExplicitUpdate = { set: undefined, setOnce: undefined, unset: undefined, invalid: false };
const given = (value: JsonValue | undefined): boolean => value !== undefined && value !== null;

/** Top level wins per key; what is no object is ignored. The merged object is written back into `properties`. */
function merged(
  event: JsonObject,
  properties: JsonObject,
  key: "$set" | "$set_once",
): JsonObject | undefined {
  const top = event[key];
  const nested = properties[key];
  if (!isObject(top)) return isObject(nested) ? nested : undefined;
  const result = isObject(nested) ? { ...nested, ...top } : top;
  properties[key] = result;
  return result;
}

function unsetKeys(value: JsonValue | undefined): string[] | undefined {
  if (Array.isArray(value)) return value.filter((key): key is string => typeof key === "string");
  return isObject(value) ? Object.keys(value) : undefined;
}

/** Reads what an event wants to change on its person. */
export function explicitUpdate(event: JsonObject, properties: JsonObject): ExplicitUpdate {
  const unsetValue = event.$unset ?? properties.$unset;
  if (
    unsetValue === undefined &&
    event.$set === undefined &&
    properties.$set === undefined &&
    event.$set_once === undefined &&
    properties.$set_once === undefined
  )
    return NOTHING;
  const sets = [event.$set, properties.$set, event.$set_once, properties.$set_once].filter(given);
  if (sets.length === 0 && !given(unsetValue)) return NOTHING;
  const unset = unsetKeys(unsetValue);
  if (given(event.$unset)) properties.$unset = event.$unset!;
  return {
    set: merged(event, properties, "$set"),
    setOnce: merged(event, properties, "$set_once"),
    unset,
    invalid: sets.some((value) => !isObject(value)) || (given(unsetValue) && unset === undefined),
  };
}

/** Properties with an update; a personless event is stored without. */
export const UPDATE_KEYS = ["$set", "$set_once", "$unset"] as const;

/**
 * Person updates of one request. Events of one visitor repeat browser, page and campaign: what an earlier event of
 * the request already lifted with the same value is not sent to the partition again.
 */
export class PersonUpdates {
  readonly #sent = new Map<string, JsonObject>();
  #set: JsonObject | undefined;
  #setOnce: JsonObject | undefined;
  #memory: JsonObject = {};
  #explicit: ExplicitUpdate = NOTHING;
  #server = false;
  #lasting = false;

  /** Begins an event; pass {@link lift} to the row builder, then call {@link finish}. */
  begin(distinctId: string, explicit: ExplicitUpdate, isServer: boolean): void {
    let memory = this.#sent.get(distinctId);
    if (memory === undefined) {
      memory = {};
      this.#sent.set(distinctId, memory);
    }
    this.#memory = memory;
    this.#explicit = explicit;
    this.#server = isServer;
    this.#set = undefined;
    this.#setOnce = undefined;
    this.#lasting = false;
  }

  /** Forgets what was sent: a merge may have changed the person in between. */
  forget(distinctId: string): void {
    this.#sent.delete(distinctId);
  }

  readonly lift: Lift = (property, initial, value) => {
    if (this.#server && SERVER_ONLY.has(property)) return;
    const before = this.#memory[property];
    if (before === value) return;
    this.#memory[property] = value;
    if (!isVolatile(property)) this.#lasting = true;
    const { set, setOnce } = this.#explicit;
    if (set?.[property] === undefined) {
      this.#set ??= {};
      this.#set[property] = value;
    }
    if (before === undefined && setOnce?.[initial] === undefined) {
      this.#setOnce ??= {};
      this.#setOnce[initial] = value;
    }
  };

  /** The update of the event begun last, or undefined when it changes nothing. */
  finish(event: string, distinctId: string): PersonUpdate | undefined {
    const { set, setOnce, unset } = this.#explicit;
    let always = this.#lasting || PERSON_EVENTS.has(event) || setOnce !== undefined || unset !== undefined;
    let repeats = unset === undefined;
    for (const key in set) {
      if (!isVolatile(key)) always = true;
      if (LIFTED.has(key)) repeats = false;
    }
    if (!repeats) this.forget(distinctId);
    const allSet = set ? { ...this.#set, ...set } : this.#set;
    const allOnce = setOnce ? { ...this.#setOnce, ...setOnce } : this.#setOnce;
    if (allSet === undefined && allOnce === undefined && unset === undefined) return undefined;
    const update: { -readonly [K in keyof PersonUpdate]: PersonUpdate[K] } = { always };
    if (allSet) update.set = allSet;
    if (allOnce) update.setOnce = allOnce;
    if (unset) update.unset = unset;
    return update;
  }
}
