import { type Micros, mulDiv, total } from "./money.ts";

/** A billing period, ms since the epoch; `end` is outside. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** A price for a whole period from `from` (within the period) on. */
export interface PlanSpan {
  readonly from: number;
  readonly price: Micros;
}

/** The UTC day of a time, `YYYY-MM-DD`. */
export const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The UTC calendar month around `at`: usage is billed by it. */
export function monthOf(at: number): Period {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) };
}

/**
 * What a fixed price comes to when it changed within the period: each span pays for its part by the millisecond. The parts
 * are differences of rounded running sums, so that equal prices add up to exactly that price.
 */
export function prorated({ start, end }: Period, spans: readonly PlanSpan[]): Micros {
  const parts = spans.map(({ from, price }, index) => {
    const begin = Math.min(Math.max(from, start), end) - start;
    const until = Math.min(Math.max(spans[index + 1]?.from ?? end, start), end) - start;
    return mulDiv(until, price, end - start) - mulDiv(begin, price, end - start);
  });
  return total(parts);
}
