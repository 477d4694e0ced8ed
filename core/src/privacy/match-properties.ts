import type { JsonObject, JsonValue } from "../events/types.ts";
import { findOperator } from "../flags/operators/registry.ts";
import { YES } from "../flags/verdict.ts";

/** Whether an event's own properties meet filters; `now` in ms. */
export type PropertyTest = (properties: JsonObject, now: number) => boolean;

const MAX_DEPTH = 20;

/**
 * Property filters in wire form (a list means AND, groups nest) as a test of events that lie outside of the warehouse;
 * null when something else than the event decides: persons, groups, sessions, cohorts, elements, SQL.
 */
export function compilePropertyTest(filters: JsonValue, timezone: string): PropertyTest | null {
  return compile(filters, timezone, 0);
}

function compile(filters: JsonValue, timezone: string, depth: number): PropertyTest | null {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(filters)) return all(filters, timezone, depth, "AND");
  if (typeof filters !== "object" || filters === null) return null;
  const { values, type } = filters;
  if (Array.isArray(values)) return all(values, timezone, depth, String(type ?? "AND").toUpperCase());
  return leaf(filters, timezone);
}

function all(
  values: readonly JsonValue[],
  timezone: string,
  depth: number,
  kind: string,
): PropertyTest | null {
  const parts = values.map((value) => compile(value, timezone, depth + 1));
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  if (known.length === 0) return () => true;
  return kind === "OR"
    ? (properties, now) => known.some((part) => part(properties, now))
    : (properties, now) => known.every((part) => part(properties, now));
}

function leaf({ type, key, operator, value }: JsonObject, timezone: string): PropertyTest | null {
  if ((type ?? "event") !== "event" || typeof key !== "string") return null;
  const found = findOperator(typeof operator === "string" ? operator : null);
  if (!found) return null;
  const test = found.compile(value, { dialect: "server", timezone, propertyMatchingVersion: 2 });
  return (properties, now) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const isAbsent = own === undefined || own === null;
    return (isAbsent ? found.absent : test(own, now)) === YES;
  };
}
