"use client";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { type Invoice, invoicesQuery } from "@/products/billing/invoices-api";
import { PaymentLines } from "@/products/billing/payment-lines";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const STATUS: Readonly<Record<string, string>> = {
  upcoming: "so far",
  draft: "not collected",
  open: "to be paid",
  paid: "paid",
  void: "void",
  uncollectible: "not paid",
};

/** A month each; every line opens the usage it was made of. */
export function InvoicesSection() {
  const invoices = useQuery(invoicesQuery(useOrganizationId()));
  if (invoices.error) return <ErrorState error={invoices.error} onRetry={() => void invoices.refetch()} />;
  if (!invoices.data) return <SkeletonRows rows={8} />;
  return invoices.data.results.map((invoice) => (
    <InvoicePanel key={invoice.id ?? "upcoming"} invoice={invoice} />
  ));
}

/** A paid invoice of nothing was never sent anywhere. */
function statusOf({ status, payment, due_micros }: Invoice): string {
  if (status === "paid" && payment === null) return due_micros > 0 ? "less than a cent" : "nothing to pay";
  if (payment && payment.refunded_cents > 0)
    return payment.refunded_cents < payment.paid_cents ? "paid, part given back" : "given back";
  return STATUS[status] ?? status;
}

function InvoicePanel({ invoice }: { readonly invoice: Invoice }) {
  const project = useProject();
  const off = [
    ...invoice.discounts.map(({ label, amount_micros }) => [label, -amount_micros] as const),
    ...invoice.credits.map(({ amount_micros }) => ["Credit", -amount_micros] as const),
  ].filter(([, amount]) => amount !== 0);
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          {invoice.date_from} to {invoice.date_to}
          <Badge tone={invoice.status === "paid" ? "ok" : "neutral"}>{statusOf(invoice)}</Badge>
        </span>
      }
      actions={
        invoice.url && (
          <a href={invoice.url} className="text-sm text-accent hover:underline">
            {invoice.status === "open" ? "Pay by another card" : "Receipt"}
          </a>
        )
      }
    >
      {invoice.lines.length === 0 && invoice.fees.length === 0 ? (
        <p className="p-3 text-sm text-muted">Nothing was used in this month yet.</p>
      ) : (
        <ul className="text-sm">
          {invoice.lines.map((line) => (
            <li
              key={`${line.product} ${line.price_per_million}`}
              className="flex flex-wrap justify-between gap-x-4 border-b border-line px-3 py-1.5"
            >
              <Link
                href={projectPath(
                  project.id,
                  `/billing/usage?product=${line.product}&month=${invoice.date_from.slice(0, 7)}`,
                )}
                className="hover:text-accent hover:underline"
              >
                {line.text}
              </Link>
              <span className="ml-auto tabular-nums">{formatUsd(line.amount_micros)}</span>
            </li>
          ))}
          {invoice.fees.map(({ label, amount_micros }) => (
            <li key={label} className="flex justify-between gap-4 border-b border-line px-3 py-1.5">
              <span>{label}</span>
              <span className="tabular-nums">{formatUsd(amount_micros)}</span>
            </li>
          ))}
          {off.map(([label, amount], index) => (
            <li
              key={`${label} ${index}`}
              className="flex justify-between gap-4 border-b border-line px-3 py-1.5 text-muted"
            >
              <span>{label}</span>
              <span className="tabular-nums">{formatUsd(amount)}</span>
            </li>
          ))}
          <li className="flex justify-between gap-4 px-3 py-2 font-semibold">
            <span>Total, before tax</span>
            <span className="tabular-nums">{formatUsd(invoice.due_micros)}</span>
          </li>
          {invoice.payment && (
            <PaymentLines invoiceId={invoice.id} status={invoice.status} payment={invoice.payment} />
          )}
        </ul>
      )}
    </Panel>
  );
}
