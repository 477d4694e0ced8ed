import { graceEnds, type PaymentStatus, pays, standing } from "@edgewise/core/billing/dunning.ts";
import { isPaidPlan, type PlanKey } from "@edgewise/core/billing/plans.ts";
import type { InvoiceRow } from "@edgewise/db/mysql/repos/billing.ts";
import {
  type BillingCustomerRow,
  findBillingCustomer,
  listOpenInvoices,
} from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";

/** How an organisation stands with the provider now. */
export interface PaymentAccount {
  readonly row: BillingCustomerRow | null;
  readonly status: PaymentStatus;
  /** What it is on; `free` without a subscription that lives. */
  readonly plan: PlanKey;
  /** Oldest first. */
  readonly openInvoices: readonly InvoiceRow[];
  /** First failed attempt of the oldest invoice that is still to be paid, ms. */
  readonly failedAt: number | null;
  /** When counting mode begins, or began, for what is owed. */
  readonly graceEnds: number | null;
  /** Whether it has a way to pay; null where the deployment takes no payments. */
  readonly pays: boolean | null;
}

const NOBODY: PaymentAccount = {
  row: null,
  status: "",
  plan: "free",
  openInvoices: [],
  failedAt: null,
  graceEnds: null,
  pays: null,
};

/** The account of an organisation, from what was last heard and the time. */
export async function paymentAccount(
  tenant: OrganizationTenant,
  deps: Pick<Deps, "db" | "payments" | "now">,
): Promise<PaymentAccount> {
  if (deps.payments === null) return NOBODY;
  const row = await findBillingCustomer(tenant, deps.db);
  if (row === null) return { ...NOBODY, pays: false };
  const openInvoices = (await listOpenInvoices(tenant, deps.db)).filter(({ status }) => status === "open");
  const failures = openInvoices.flatMap(({ payment }) =>
    payment?.failedAt ? [Date.parse(payment.failedAt)] : [],
  );
  const failedAt = failures.length > 0 ? Math.min(...failures) : null;
  const status = standing({
    subscription: row.status === "" ? null : row.status,
    cancelAt: row.cancelAt?.getTime() ?? null,
    failedAt,
    now: deps.now().getTime(),
  });
  const lives = status !== "" && status !== "canceled";
  return {
    row,
    status,
    plan: lives && isPaidPlan(row.plan) ? row.plan : "free",
    openInvoices,
    failedAt,
    graceEnds: failedAt === null ? null : graceEnds(failedAt),
    pays: pays(status),
  };
}
