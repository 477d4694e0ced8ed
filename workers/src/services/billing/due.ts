import type { Micros } from "@edgewise/core/billing/money.ts";
import { monthOf } from "@edgewise/core/billing/proration.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { monthPricing } from "./invoices.ts";
import type { Bill, ProductBill } from "./overview.ts";

/** What is to be paid for the running month so far, and at its end: after limits, discounts and credits, with fees. */
export async function currentDue(tenant: OrganizationTenant, { products, limits }: Bill, deps: Deps) {
  const priced = await monthPricing(tenant, monthOf(deps.now().getTime()), deps);
  const due = (unitsOf: (bill: ProductBill) => number): Micros =>
    priced(Object.fromEntries(products.map((bill) => [bill.product, unitsOf(bill)]))).due;
  // The invoice asks by the highest limit of its month; what comes is held back by the one of today.
  const projected = (which: "expected" | "low" | "high"): Micros =>
    due(({ product, units, projection }) =>
      Math.min(projection[which], Math.max(units, limits[product]?.allowance ?? Number.POSITIVE_INFINITY)),
    );
  return {
    now: due(({ units }) => units),
    projected: { expected: projected("expected"), low: projected("low"), high: projected("high") },
  };
}
