import type { InvoiceLine } from "./invoice.ts";
import { formatUnitPrice } from "./money.ts";
import { productOf } from "./products.ts";

/** A line in words: `Product and web analytics, 1,000,000 events free`. */
export function lineText({ product, units, perMillion }: InvoiceLine): string {
  const { name, unit } = productOf(product);
  const price = perMillion === 0 ? "free" : `at ${formatUnitPrice(perMillion)}`;
  return `${name}, ${units.toLocaleString("en-US")} ${unit}${units === 1 ? "" : "s"} ${price}`;
}
