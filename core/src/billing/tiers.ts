import { type Micros, mulDiv, safe } from "./money.ts";

/** A step of a price list. `upTo`: last unit of the step, counted from the period's first unit; null = no end. */
export interface Tier {
  readonly upTo: number | null;
  /** Micro-dollars for a million units. */
  readonly perMillion: number;
}

/** A monthly price list: so many units free, then each unit at the price of the step it falls into. */
export interface PriceList {
  readonly free: number;
  readonly tiers: readonly Tier[];
}

/** What falls into one step. */
export interface TierCharge {
  /** Units of the period before this step. */
  readonly from: number;
  readonly upTo: number | null;
  readonly perMillion: number;
  readonly units: number;
}

const MILLION = 1_000_000;

/** The steps that `units` of one period reach, free units first. */
export function tierCharges(list: PriceList, units: number): TierCharge[] {
  const steps = [{ upTo: list.free, perMillion: 0 }, ...list.tiers];
  const charges: TierCharge[] = [];
  let from = 0;
  for (const { upTo, perMillion } of steps) {
    const within = Math.min(units, upTo ?? units) - from;
    if (within <= 0) continue;
    charges.push({ from, upTo, perMillion, units: within });
    from += within;
  }
  return charges;
}

/** What a step costs, rounded down to a micro-dollar. */
export function stepAmount({ units, perMillion }: Pick<TierCharge, "units" | "perMillion">): Micros {
  return mulDiv(units, perMillion, MILLION);
}

/** What `units` of one period cost in micro-dollars, exact for any volume. */
export function exactCharge(list: PriceList, units: number): bigint {
  let sum = 0n;
  for (const step of tierCharges(list, units))
    sum += (BigInt(step.units) * BigInt(step.perMillion)) / BigInt(MILLION);
  return sum;
}

/** The same as a number. @throws RangeError beyond 9 billion dollars */
export function charge(list: PriceList, units: number): Micros {
  return safe(exactCharge(list, units));
}

/** The most units of one period that cost no more than `budget`; null = any number. */
export function unitsWithin(list: PriceList, budget: Micros): number | null {
  let left = budget;
  let from = list.free;
  for (const { upTo, perMillion } of list.tiers) {
    // The largest n with floor(n · price / million) ≤ left.
    const affordable =
      perMillion === 0 ? null : mulDiv(left + 1, MILLION, perMillion) - exact(left + 1, perMillion);
    const room = upTo === null ? null : upTo - from;
    if (affordable !== null && (room === null || affordable < room)) return from + affordable;
    if (room === null) return null;
    from += room;
    left -= mulDiv(room, perMillion, MILLION);
  }
  return from;
}

/** 1 when `amount` buys a whole number of units, which is then the first one too many. */
function exact(amount: Micros, perMillion: number): 0 | 1 {
  return (BigInt(amount) * BigInt(MILLION)) % BigInt(perMillion) === 0n ? 1 : 0;
}
