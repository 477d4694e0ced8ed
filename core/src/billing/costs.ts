import type { JsonValue } from "../events/types.ts";
import { type Micros, mulDiv } from "./money.ts";
import type { ProductKey } from "./products.ts";
import type { UsageRow } from "./usage.ts";

/** What of a month's cost a part of the use stands for, by units. */
export interface Share {
  readonly units: number;
  readonly cost: Micros;
}

/** A product's cost over an organisation, and the billable units it is made of. */
export interface ProductCost {
  readonly units: number;
  readonly cost: Micros;
}

/** The share of `units` of a product's units in its cost, rounded down. */
export function shareOf(units: number, whole: ProductCost | undefined): Share {
  if (!whole || whole.units === 0) return { units, cost: 0 };
  return { units, cost: mulDiv(Math.min(units, whole.units), whole.cost, whole.units) };
}

/** What each event of some environments stands for, by name; products that are made of events only. */
export function eventShares(
  rows: readonly UsageRow[],
  costs: Readonly<Partial<Record<ProductKey, ProductCost>>>,
): Map<string, Share> {
  const shares = new Map<string, Share>();
  for (const { product, event, billable } of rows) {
    if (event === "" || product === "flags" || product === "recordings" || billable === 0) continue;
    const share = shareOf(billable, costs[product]);
    const held = shares.get(event) ?? { units: 0, cost: 0 };
    shares.set(event, { units: held.units + share.units, cost: held.cost + share.cost });
  }
  return shares;
}

/** What a query reads: events by name, all of them, and whether that can't be told for a part (SQL, actions). */
export interface Reads {
  readonly events: ReadonlySet<string>;
  readonly all: boolean;
  readonly unknown: boolean;
}

/** Finds the events that queries of insights name, wherever in them. */
export function eventsRead(queries: readonly JsonValue[]): Reads {
  const events = new Set<string>();
  let all = false;
  let unknown = false;
  const visit = (value: JsonValue | undefined): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) visit(one);
      return;
    }
    const { kind, event, id, type } = value as { readonly [key: string]: JsonValue };
    if (kind === "HogQLQuery" || kind === "ActionsNode" || type === "actions") unknown = true;
    else if (kind === "EventsNode" && (event === null || event === undefined || event === "")) all = true;
    else if (kind === "EventsNode" && typeof event === "string") events.add(event);
    else if (type === "events" && typeof id === "string") events.add(id);
    else if (typeof kind === "string" && /^(Web|Paths)/.test(kind)) events.add("$pageview");
    for (const inner of Object.values(value)) visit(inner as JsonValue);
  };
  visit(queries as JsonValue);
  return { events, all, unknown };
}

/** A thing that reads events, and what it stands for. */
export interface ReaderCost<T> {
  readonly reader: T;
  readonly reads: Reads;
  /** Everything it reads. */
  readonly total: Share;
  /** What nothing else among the readers reads: its price, if those events were dropped with it. */
  readonly alone: Share;
}

/** What each reader's events stand for. Readers of all events take all of them. */
export function readerCosts<T>(
  readers: readonly { readonly reader: T; readonly reads: Reads }[],
  shares: ReadonlyMap<string, Share>,
): ReaderCost<T>[] {
  const named = readers.map(({ reads }) => (reads.all ? new Set(shares.keys()) : reads.events));
  const times = new Map<string, number>();
  for (const names of named) for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  const sum = (names: Iterable<string>): Share => {
    let [units, cost] = [0, 0];
    for (const name of names) {
      units += shares.get(name)?.units ?? 0;
      cost += shares.get(name)?.cost ?? 0;
    }
    return { units, cost };
  };
  return readers.map(({ reader, reads }, index) => ({
    reader,
    reads,
    total: sum(named[index]!),
    alone: sum([...named[index]!].filter((name) => times.get(name) === 1)),
  }));
}
