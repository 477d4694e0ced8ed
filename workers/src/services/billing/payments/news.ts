import {
  type BillingCustomerRow,
  findCustomerById,
  findProviderInvoice,
  knowsBillingEvent,
  saveBillingEvent,
} from "@edgewise/db/mysql/repos/payments.ts";
import type { Deps } from "../../../deps.ts";
import { ApiError } from "../../../http/errors.ts";
import type { PaymentNews } from "../../../ports/payments.ts";
import { keepState } from "./collect.ts";
import { syncCustomer } from "./sync.ts";
import { paymentsOf, unwrap } from "./unwrap.ts";

/**
 * Takes a web hook: its signature is checked, then the provider is asked how things stand now, then it is noted. So one that
 * comes twice, late or before an older one changes nothing wrongly; one that fails half way comes again.
 * @throws ApiError 400 for a wrong signature
 */
export async function takeNews(body: string, signature: string, deps: Deps): Promise<void> {
  const news = await paymentsOf(deps).readNews(body, signature);
  if (news === null) throw new ApiError("invalid_input", "The signature is wrong or too old.");
  if (await knowsBillingEvent(deps.db, news.id)) return;
  const customer = await customerOf(news, deps);
  if (customer) await catchUp(customer, news.invoiceId, deps);
  await saveBillingEvent(deps.db, {
    id: news.id,
    organizationId: customer?.organizationId ?? null,
    type: news.type.slice(0, 64),
    createdAt: news.createdAt,
    receivedAt: deps.now(),
  });
}

async function customerOf(
  { customerId, invoiceId }: PaymentNews,
  deps: Deps,
): Promise<BillingCustomerRow | null> {
  if (customerId !== null) return await findCustomerById(customerId, deps.db);
  if (invoiceId === null) return null;
  const { customerId: owner } = unwrap(await paymentsOf(deps).invoice(invoiceId));
  return await findCustomerById(owner, deps.db);
}

async function catchUp(customer: BillingCustomerRow, invoiceId: string | null, deps: Deps): Promise<void> {
  if (invoiceId !== null) {
    const row = await findProviderInvoice(customer, deps.db, invoiceId);
    // Invoices that the provider made itself (of nothing) are none of ours.
    if (row) await keepState(row, unwrap(await paymentsOf(deps).invoice(invoiceId)), {}, deps);
  }
  await syncCustomer(customer, deps);
}
