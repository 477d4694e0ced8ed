/** Micro-dollars: an integer, 1 USD = 1,000,000. Safe up to ±9,007,199,254 USD; beyond, the functions here throw. */
export type Micros = number;

export const MICROS_PER_USD = 1_000_000;

/** An exact result back as a number. @throws RangeError beyond what integers of float64 hold */
export function safe(value: bigint): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} micro-dollars are out of bounds.`);
  return result;
}

/** `a · b / divisor`, rounded down, exact for safe integers `a`, `b` ≥ 0 and `divisor` > 0. */
export function mulDiv(a: number, b: number, divisor: number): number {
  return safe((BigInt(a) * BigInt(b)) / BigInt(divisor));
}

/** The sum of amounts. @throws RangeError when it is out of bounds */
export function total(amounts: readonly Micros[]): Micros {
  return safe(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n));
}

/** Dollars with cents: `1234567890` → `$1,234.56`. Rounds towards zero, as invoices do in the customer's favour. */
export function formatUsd(amount: Micros): string {
  const cents = Math.trunc(amount / 10_000);
  const text = (Math.abs(cents) / 100).toLocaleString("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${cents < 0 ? "-" : ""}$${text}`;
}

/** A price for one unit from micro-dollars a million units, without zeros at its end: `34_300_000` → `$0.0000343`. */
export function formatUnitPrice(perMillion: number): string {
  const text = (perMillion / 1e12).toFixed(12).replace(/0+$/, "");
  const [whole, fraction = ""] = text.split(".");
  return `$${whole}.${fraction.padEnd(2, "0")}`;
}
