import type { TestEvent } from "./event-rows.ts";

/** An exposed unit and its events, as a plain program sees them. Times in ms. */
export interface Unit {
  readonly variant: string;
  readonly exposedAt: number;
  readonly events: readonly { readonly event: string; readonly at: number; readonly amount: number }[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Units by user: the first exposure counts, and who saw several variants is `$multiple`. */
export function unitsOf(events: readonly TestEvent[], flag: string, start: number): Unit[] {
  const byUser = Map.groupBy(events, ({ user }) => user);
  return [...byUser.values()].flatMap((own) => {
    const sorted = own.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const calls = sorted.filter(
      ({ event, at, properties }) =>
        event === "$feature_flag_called" && properties?.$feature_flag === flag && Date.parse(at) >= start,
    );
    const [first] = calls;
    if (!first) return [];
    const variants = new Set(calls.map(({ properties }) => properties?.$feature_flag_response));
    return [
      {
        variant: variants.size > 1 ? "$multiple" : String(first.properties?.$feature_flag_response),
        exposedAt: Date.parse(first.at),
        events: sorted.map(({ event, at, properties }) => ({
          event,
          at: Date.parse(at),
          amount: Number(properties?.amount ?? 0),
        })),
      },
    ];
  });
}

const within = ({ events }: Unit, name: string, { from, to }: Span) =>
  events.filter(({ event, at }) => event === name && at >= from && at < to);

export const count = (unit: Unit, name: string, span: Span): number => within(unit, name, span).length;

export const total = (unit: Unit, name: string, span: Span): number =>
  within(unit, name, span).reduce((sum, { amount }) => sum + amount, 0);

/** Steps reached in order, each by an event of its own. */
export function orderedLevel({ events }: Unit, steps: readonly string[], { from, to }: Span): number {
  let level = 0;
  for (const { event, at } of events) {
    if (at >= from && at < to && event === steps[level]) level += 1;
  }
  return level;
}

export const unorderedLevel = (unit: Unit, steps: readonly string[], span: Span): number =>
  steps.filter((step) => count(unit, step, span) > 0).length;

/** Longest run of steps from the first on with no other event in between. */
export function strictLevel({ events }: Unit, steps: readonly string[], { from, to }: Span): number {
  const names = events.filter(({ at }) => at >= from && at < to).map(({ event }) => event);
  let best = 0;
  for (let start = 0; start < names.length; start++) {
    let level = 0;
    while (level < steps.length && names[start + level] === steps[level]) level += 1;
    best = Math.max(best, level);
  }
  return best;
}

export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
}

export function moments(values: readonly number[]): Moments {
  return {
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    sumSquares: values.reduce((sum, value) => sum + value * value, 0),
  };
}

export const products = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/** Quantile with linear interpolation between neighbours. */
export function quantile(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * level;
  const low = Math.floor(position);
  const [a, b] = [sorted[low]!, sorted[Math.ceil(position)]!];
  return a + (b - a) * (position - low);
}
