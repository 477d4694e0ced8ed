import { centLines, centsOf } from "@edgewise/core/billing/cents.ts";
import { nextAttempt } from "@edgewise/core/billing/dunning.ts";
import { monthOf } from "@edgewise/core/billing/proration.ts";
import type { InvoiceRow } from "@edgewise/db/mysql/repos/billing.ts";
import {
  findBillingCustomer,
  listOpenInvoices,
  lockInvoice,
  updateInvoice,
} from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";
import type { InvoiceState, PaymentResult } from "../../../ports/payments.ts";
import { recordActivity } from "../../activity/record.ts";
import { tellPayment } from "./tell.ts";
import { settleTerms } from "./terms.ts";

/**
 * Sends invoices that were written to the provider and collects what is due; `now`: also what waits for its next attempt.
 * Each step has a key that follows from the invoice and the attempt, so one that was cut off is done once. Answers how many
 * attempts were made.
 */
export async function collectOpen(
  tenant: OrganizationTenant,
  deps: Deps,
  when: "due" | "now" = "due",
): Promise<number> {
  const customer = await findBillingCustomer(tenant, deps.db);
  if (deps.payments === null || customer === null) return 0;
  let tried = 0;
  for (const row of await listOpenInvoices(tenant, deps.db)) {
    const sent = row.status === "draft" ? await send(row, customer.customerId, deps) : row;
    if (sent?.status !== "open") continue;
    const isDue = sent.nextAttemptAt !== null && sent.nextAttemptAt <= deps.now();
    if (!isDue && (when === "due" || sent.payment?.failedAt == null)) continue;
    await attempt(sent, deps);
    tried++;
  }
  return tried;
}

/** Makes an invoice at the provider; null while that does not answer. */
async function send(row: InvoiceRow, customerId: string, deps: Deps): Promise<InvoiceRow | null> {
  if (centsOf(row.content.due) === 0 || deps.payments === null) return null;
  const period = monthOf(Date.parse(row.period));
  const made = await deps.payments.createInvoice({
    id: row.id,
    customerId,
    description: `Edgewise, ${row.period.slice(0, 7)}`,
    lines: centLines(row.content),
    from: period.start,
    to: period.end,
  });
  if (made.ok) return await keepState(row, made.value, { triedAt: deps.now() }, deps);
  report(row, made);
  return null;
}

/** Tries the card on an open invoice. Null while the provider does not answer: the same attempt is made again then. */
export async function attempt(row: InvoiceRow, deps: Deps): Promise<InvoiceRow | null> {
  if (row.providerId === null || deps.payments === null) return null;
  const attempts = row.payment?.attempts ?? 0;
  const result = await deps.payments.collect(row.providerId, `pay:${row.id}:${attempts}`);
  if (!result.ok) {
    report(row, result);
    return null;
  }
  return await keepState(row, result.value, { attempts: attempts + 1 }, deps);
}

function report({ id }: InvoiceRow, { error }: PaymentResult<unknown> & { ok: false }): void {
  console.error(JSON.stringify({ job: "payments", invoice: id, error: error.message }));
}

interface Step {
  /** Attempts with this one. */
  readonly attempts?: number;
  /** When the first attempt is due. */
  readonly triedAt?: Date;
}

/** An invoice with what the provider says of it. */
function withState(row: InvoiceRow, state: InvoiceState, { attempts, triedAt }: Step, now: Date): InvoiceRow {
  const { totalCents, taxCents, paidCents, refundedCents, refundStatus } = state;
  const isOpen = state.status === "open";
  const error = isOpen ? state.error : null;
  const failedAt = error === null ? null : (row.payment?.failedAt ?? now.toISOString());
  // Only an attempt moves the next one: news about the same failure don't.
  const moves = failedAt !== null && (attempts !== undefined || !row.payment?.failedAt);
  const retry = moves ? nextAttempt(Date.parse(failedAt), now.getTime()) : null;
  const kept = isOpen ? (triedAt ?? row.nextAttemptAt) : null;
  return {
    ...row,
    status: state.status,
    providerId: state.id,
    url: state.url,
    payment: {
      totalCents,
      taxCents,
      paidCents,
      refundedCents,
      refundStatus,
      attempts: attempts ?? row.payment?.attempts ?? 0,
      error,
      failedAt,
    },
    nextAttemptAt: !moves ? kept : retry === null ? null : new Date(retry),
    statusAt: now,
    updatedAt: now,
  };
}

/** Keeps what the provider says of an invoice, and tells people what is new about it. */
export async function keepState(
  { id, organizationId }: InvoiceRow,
  state: InvoiceState,
  step: Step,
  deps: Deps,
): Promise<InvoiceRow> {
  const tenant = { organizationId };
  const { before, after } = await deps.db.transaction(async (tx) => {
    // A web hook and the job may bring the same news at once: what the other one counted is kept.
    const before = (await lockInvoice(tenant, tx, id))!;
    const after = withState(before, state, step, deps.now());
    await updateInvoice(tenant, tx, id, after);
    const refunded = state.refundedCents !== (before.payment?.refundedCents ?? 0);
    if (state.status !== before.status || refunded)
      await recordActivity({ ...tenant, projectId: null, userId: null }, tx, deps, {
        scope: "Billing",
        itemId: before.period,
        activity: refunded ? "refunded" : state.status,
        name: `Invoice of ${before.period.slice(0, 7)}`,
      });
    return { before, after };
  });
  await tellPayment(before, after, deps);
  await settleTerms(tenant, deps);
  return after;
}
