import {
  type BillingCustomerRow,
  listBillingCustomers,
  listCustomersToCollect,
  listDeletedSubscribers,
  listStaleCustomers,
} from "@edgewise/db/mysql/repos/payments.ts";
import type { Deps } from "../deps.ts";
import { closeMonth } from "../services/billing/invoices.ts";
import { collectOpen } from "../services/billing/payments/collect.ts";
import { endPlan } from "../services/billing/payments/end-account.ts";
import { reportUnits } from "../services/billing/payments/report-units.ts";
import { syncCustomer } from "../services/billing/payments/sync.ts";

const COLLECT_PER_RUN = 50;
/** Customers who are asked about anew in a minute: news that got lost are made up for within a day. */
const SYNC_PER_RUN = 20;
const STALE_MS = 86_400_000;
const PAGE = 100;
/** First days of a month on which the last one is closed. */
const CLOSE_DAYS = 3;
/** Minutes of the UTC day in which units of the day before are told. */
const REPORT_FROM = 120;
const REPORT_TO = 360;

interface Outcome {
  tried: number;
  synced: number;
  reported: number;
  failed: number;
}

/** Sends and collects invoices, asks about customers anew, and tells the provider's meters. */
export async function collectPayments(deps: Deps): Promise<Outcome | null> {
  if (deps.payments === null) return null;
  const outcome: Outcome = { tried: 0, synced: 0, reported: 0, failed: 0 };
  const now = deps.now();
  const each = async (
    rows: readonly BillingCustomerRow[],
    work: (row: BillingCustomerRow) => Promise<void>,
  ) => {
    for (const row of rows) {
      try {
        await work(row);
      } catch (error) {
        outcome.failed++;
        const { organizationId } = row;
        console.error(JSON.stringify({ job: "payments", organizationId, error: String(error) }));
      }
    }
  };
  await each(await listCustomersToCollect(deps.db, now, COLLECT_PER_RUN), async (row) => {
    outcome.tried += await collectOpen(row, deps);
  });
  await each(await listDeletedSubscribers(deps.db, SYNC_PER_RUN), (row) => endPlan(row, deps));
  const stale = await listStaleCustomers(deps.db, new Date(now.getTime() - STALE_MS), SYNC_PER_RUN);
  await each(stale, async (row) => {
    await syncCustomer(row, deps);
    outcome.synced++;
  });
  // Who has no environment left is asked for the last month as well, a little after the others.
  const minute = Math.floor(now.getTime() / 60_000);
  if (now.getUTCDate() <= CLOSE_DAYS && minute % 10 === 5)
    await eachCustomer(deps, (page) => each(page, async (row) => void (await closeMonth(row, deps))));
  const ofDay = Math.floor(now.getTime() / 60_000) % 1440;
  if (ofDay >= REPORT_FROM && ofDay < REPORT_TO && ofDay % 10 === 0)
    await eachCustomer(deps, (page) =>
      each(page, async (row) => {
        outcome.reported += await reportUnits(row, deps);
      }),
    );
  return outcome;
}

async function eachCustomer(
  { db }: Deps,
  work: (page: readonly BillingCustomerRow[]) => Promise<void>,
): Promise<void> {
  for (let after = ""; ; ) {
    const page = await listBillingCustomers(db, after, PAGE);
    await work(page);
    if (page.length < PAGE) return;
    after = page.at(-1)!.organizationId;
  }
}
