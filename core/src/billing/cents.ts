import type { Invoice } from "./invoice.ts";
import { lineText } from "./invoice-text.ts";
import type { Micros } from "./money.ts";

/** A line as payment providers take it: whole cents. */
export interface CentLine {
  readonly text: string;
  /** Negative for what is taken off. */
  readonly cents: number;
}

const MICROS_PER_CENT = 10_000;

/** Whole cents of an amount, rounded down: what is left of a cent is the customer's. */
export function centsOf(amount: Micros): number {
  return Math.floor(amount / MICROS_PER_CENT);
}

/**
 * An invoice in cents. The only rounding there is: its total is `due` rounded down, once; lines are differences of rounded
 * running sums, so they add up to exactly that and none is a cent or more off. Lines of no cents are left out.
 */
export function centLines(invoice: Invoice): CentLine[] {
  const parts = [
    ...invoice.lines.map((line) => ({ text: lineText(line), amount: line.amount })),
    ...(invoice.fees ?? []).map(({ label, amount }) => ({ text: label, amount })),
    ...invoice.discounts.map(({ label, amount }) => ({ text: label, amount: -amount })),
    ...invoice.credits.map(({ amount }) => ({ text: "Credit", amount: -amount })),
  ];
  let sum = 0;
  return parts
    .map(({ text, amount }): CentLine => {
      const before = centsOf(sum);
      sum += amount;
      return { text, cents: centsOf(sum) - before };
    })
    .filter(({ cents }) => cents !== 0);
}
