import type { ProductKey } from "@edgewise/core/billing/products.ts";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { InvoicePayment } from "@/products/billing/payment-lines";

/** A month: the running one first. */
export interface Invoice {
  readonly id: string | null;
  readonly status: string;
  readonly date_from: string;
  readonly date_to: string;
  readonly lines: readonly {
    readonly product: ProductKey;
    readonly text: string;
    readonly units: number;
    readonly price_per_million: number;
    readonly amount_micros: number;
  }[];
  readonly subtotal_micros: number;
  readonly discounts: readonly { readonly label: string; readonly amount_micros: number }[];
  readonly credits: readonly { readonly id: string; readonly amount_micros: number }[];
  readonly fees: readonly { readonly label: string; readonly amount_micros: number }[];
  readonly due_micros: number;
  readonly payment: InvoicePayment | null;
  readonly url: string | null;
}

export function invoicesQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["invoices", organizationId],
    queryFn: ({ signal }) =>
      api.get<{ readonly results: readonly Invoice[] }>(
        `/api/organizations/${organizationId}/billing/invoices/`,
        signal,
      ),
  });
}
