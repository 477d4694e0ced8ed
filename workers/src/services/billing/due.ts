import type { Micros } from "@edgewise/core/billing/money.ts";
import { monthOf } from "@edgewise/core/billing/proration.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { monthPricing } from "./invoices.ts";
import type { Bill, ProductBill } from "./overview.ts";

/** What is to be paid for the running month so far, and at its end: after limits, discounts and credits, with fees. */
export async function currentDue(tenant: OrganizationTenant, { products }: Bill, deps: Deps) {
  const priced = await monthPricing(tenant, monthOf(deps.now().getTime()), deps);
  const due = (unitsOf: (bill: ProductBill) => number): Micros =>
    priced(Object.fromEntries(products.map((bill) => [bill.product, unitsOf(bill)]))).due;
  return {
    now: due(({ units }) => units),
    projected: {
      expected: due(({ projection }) => projection.expected),
      low: due(({ projection }) => projection.low),
      high: due(({ projection }) => projection.high),
    },
  };
}
