import { GRACE_DAYS, graceEnds } from "@edgewise/core/billing/dunning.ts";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { isoDay } from "@edgewise/core/billing/proration.ts";
import type { InvoiceRow } from "@edgewise/db/mysql/repos/billing.ts";
import { listProjects } from "@edgewise/db/mysql/repos/projects.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";
import { tell } from "../notify.ts";
import type { PaymentAccount } from "./account.ts";

const CENT = 10_000;
const DAY_MS = 86_400_000;
/** Days before the grace ends on which that is said. */
const WARN_DAYS = 3;

const nameOf = ({ period }: InvoiceRow) => `The invoice of ${period.slice(0, 7)}`;
const sumOf = ({ payment }: InvoiceRow) => formatUsd((payment?.totalCents ?? 0) * CENT);

async function say(tenant: OrganizationTenant, subject: string, text: string, deps: Deps): Promise<boolean> {
  const [project] = await listProjects([tenant.organizationId], deps.db);
  if (!project) return false;
  const place = { organizationId: tenant.organizationId, projectId: project.id };
  const telling = { subject, kind: "payment" as const, text, detail: {}, path: "/billing/plan" };
  return await tell(place, telling, deps);
}

/** Says what is new about an invoice: a failed attempt, a payment after one, a refund. */
export async function tellPayment(before: InvoiceRow, after: InvoiceRow, deps: Deps): Promise<void> {
  const { id, payment, nextAttemptAt } = after;
  if (payment === null) return;
  const tenant = { organizationId: after.organizationId };
  if (payment.error !== null && payment.failedAt !== null) {
    const next = nextAttemptAt ? ` It is tried again on ${isoDay(nextAttemptAt.getTime())}.` : "";
    const until = isoDay(graceEnds(Date.parse(payment.failedAt)));
    await say(
      tenant,
      `failed ${id} ${payment.attempts}`,
      `${nameOf(after)} over ${sumOf(after)} could not be collected: ${payment.error}${next} Until ${until} nothing changes; please look at the card.`,
      deps,
    );
  }
  if (after.status === "paid" && before.payment?.failedAt)
    await say(tenant, `paid ${id}`, `${nameOf(after)} over ${sumOf(after)} is paid. Thank you.`, deps);
  if (payment.refundedCents > (before.payment?.refundedCents ?? 0)) {
    const back = formatUsd(payment.refundedCents * CENT);
    const text = `${nameOf(after)}: ${back} of ${sumOf(after)} were given back.`;
    await say(tenant, `refund ${id} ${payment.refundedCents}`, text, deps);
  }
}

/** Says what only takes time: that counting mode is near, that it began. Answers how much was said. */
export async function tellGrace(
  tenant: OrganizationTenant,
  account: PaymentAccount,
  deps: Deps,
): Promise<number> {
  const owed = account.openInvoices.find(({ payment }) => payment?.failedAt);
  if (account.graceEnds === null || !owed) return 0;
  const now = deps.now().getTime();
  if (now >= account.graceEnds) {
    const text =
      `${nameOf(owed)} has not been paid for ${GRACE_DAYS} days. Nothing is lost: beyond the free units events are now ` +
      "counted exactly, one person in ten is kept whole, and the other events wait in storage for 30 days. Once it is paid they can be restored.";
    return (await say(tenant, `unpaid ${owed.id}`, text, deps)) ? 1 : 0;
  }
  if (now < account.graceEnds - WARN_DAYS * DAY_MS) return 0;
  const text =
    `${nameOf(owed)} is still to be paid. From ${isoDay(account.graceEnds)} on the free units are the limit: ` +
    "what comes beyond is counted and kept aside for 30 days.";
  return (await say(tenant, `grace ${owed.id}`, text, deps)) ? 1 : 0;
}
