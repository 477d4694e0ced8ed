import type { InvoiceRow } from "@edgewise/db/mysql/repos/billing.ts";
import { findInvoice } from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../../http/errors.ts";
import { recordActivity } from "../../activity/record.ts";
import { attempt, keepState } from "./collect.ts";
import { paymentsOf, unwrap } from "./unwrap.ts";

async function requireInvoice(tenant: OrganizationTenant, id: string, deps: Deps): Promise<InvoiceRow> {
  const row = await findInvoice(tenant, deps.db, id);
  if (!row) throw notFound("There is no such invoice.");
  return row;
}

/** Tries the card on file on an open invoice now. @throws ApiError 409 when it is not open */
export async function payInvoice(access: OrganizationAccess, id: string, deps: Deps): Promise<InvoiceRow> {
  paymentsOf(deps);
  const row = await requireInvoice(access, id, deps);
  if (row.status !== "open")
    throw new ApiError("conflict", `This invoice is ${row.status}: there is nothing to pay.`);
  const actor = { organizationId: access.organizationId, userId: access.userId, projectId: null };
  await recordActivity(actor, deps.db, deps, {
    scope: "Billing",
    itemId: row.period,
    activity: "payment tried",
    name: `Invoice of ${row.period.slice(0, 7)}`,
  });
  const after = await attempt(row, deps);
  if (after) return after;
  throw new ApiError("unavailable", "The payment provider does not answer. Try again in a minute.", {
    retryAfterSeconds: 60,
  });
}

export interface RefundOrder {
  readonly invoiceId: string;
  readonly cents: number;
  /** Made up by the caller: the same one again gives nothing back twice. */
  readonly key: string;
}

/** Gives back a part of what was paid for an invoice. For whoever runs the deployment. */
export async function refundInvoice(
  tenant: OrganizationTenant,
  { invoiceId, cents, key }: RefundOrder,
  deps: Deps,
): Promise<InvoiceRow> {
  const payments = paymentsOf(deps);
  const row = await requireInvoice(tenant, invoiceId, deps);
  if (row.providerId === null || (row.payment?.paidCents ?? 0) === 0)
    throw invalid("invoice_id", "Nothing was paid for this invoice.");
  unwrap(await payments.refund(row.providerId, cents, `refund:${row.id}:${key}`));
  return await keepState(row, unwrap(await payments.invoice(row.providerId)), {}, deps);
}
