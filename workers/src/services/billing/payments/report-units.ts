import { METERED } from "@edgewise/core/billing/products.ts";
import { isoDay } from "@edgewise/core/billing/proration.ts";
import { billableByProduct } from "@edgewise/core/billing/usage.ts";
import {
  type BillingCustomerRow,
  insertMeterReport,
  listMeterReports,
} from "@edgewise/db/mysql/repos/payments.ts";
import type { Deps } from "../../../deps.ts";
import { meteredUsage } from "../meter.ts";

const DAY_MS = 86_400_000;
/** Days that are told later when the job or the provider was away. */
const DAYS_BACK = 7;
/** After midnight (UTC), ms: what came late has been counted. */
const REPORT_AFTER_MS = 2 * 3_600_000;

/** Tells the provider's meters the billable units of the days before, each once. Answers how many were told. */
export async function reportUnits(
  { organizationId, customerId }: BillingCustomerRow,
  deps: Deps,
): Promise<number> {
  if (deps.payments === null) return 0;
  const now = deps.now().getTime();
  let told = 0;
  for (let back = DAYS_BACK; back >= 1; back--) {
    const day = isoDay(now - back * DAY_MS);
    if (now < Date.parse(day) + DAY_MS + REPORT_AFTER_MS) continue;
    const known = new Set(await listMeterReports({ organizationId }, deps.db, day));
    if (known.has("")) continue;
    const { rows } = await meteredUsage(organizationId, { from: day, to: day }, null, deps);
    const units = billableByProduct(rows);
    for (const product of METERED) {
      const count = units[product] ?? 0;
      if (count === 0 || known.has(product)) continue;
      const done = await deps.payments.reportUnits({
        organizationId,
        customerId,
        product,
        day,
        units: count,
      });
      if (!done.ok) {
        console.error(JSON.stringify({ job: "payments", meter: product, day, error: done.error.message }));
        if (done.error.code === "unavailable") return told;
        continue;
      }
      await insertMeterReport(deps.db, {
        organizationId,
        day,
        product,
        units: count,
        reportedAt: deps.now(),
      });
      told++;
    }
    // The whole day.
    await insertMeterReport(deps.db, { organizationId, day, product: "", units: 0, reportedAt: deps.now() });
  }
  return told;
}
