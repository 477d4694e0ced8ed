"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { payInvoice, planKey, planQuery } from "@/products/billing/plan-api";
import { cents, utcDay } from "@/products/billing/plan-text";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

/** What the payment provider says of an invoice. */
export interface InvoicePayment {
  readonly total_cents: number;
  readonly tax_cents: number;
  readonly paid_cents: number;
  readonly refunded_cents: number;
  readonly refund_status: string | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly next_attempt_at: string | null;
}

const REFUND: Readonly<Record<string, string>> = {
  succeeded: "Given back",
  pending: "Being given back",
  failed: "Could not be given back",
};

/** Tax, what was paid, what came back, and a way to try again. */
export function PaymentLines({
  invoiceId,
  status,
  payment,
}: {
  readonly invoiceId: string | null;
  readonly status: string;
  readonly payment: InvoicePayment;
}) {
  const rows: (readonly [string, number])[] = [
    ["Tax", payment.tax_cents],
    [REFUND[payment.refund_status ?? ""] ?? "Given back", -payment.refunded_cents],
  ];
  return (
    <>
      {rows
        .filter(([, amount]) => amount !== 0)
        .map(([label, amount]) => (
          <li key={label} className="flex justify-between gap-4 border-t border-line px-3 py-1.5 text-muted">
            <span>{label}</span>
            <span className="tabular-nums">{cents(amount)}</span>
          </li>
        ))}
      <li className="flex justify-between gap-4 border-t border-line px-3 py-2 font-semibold">
        <span>{status === "paid" ? "Paid" : "To pay"}</span>
        <span className="tabular-nums">{cents(payment.total_cents)}</span>
      </li>
      {payment.error !== null && <Failed invoiceId={invoiceId} payment={payment} />}
    </>
  );
}

function Failed({
  invoiceId,
  payment,
}: {
  readonly invoiceId: string | null;
  readonly payment: InvoicePayment;
}) {
  const organizationId = useOrganizationId();
  const client = useQueryClient();
  const plan = useQuery(planQuery(organizationId));
  const pay = useMutation({
    mutationFn: (id: string) => payInvoice(organizationId, id),
    onSuccess: async ({ status }) => {
      await client.invalidateQueries({ queryKey: ["invoices", organizationId] });
      await client.invalidateQueries({ queryKey: planKey(organizationId) });
      if (status === "paid") toast.success("The invoice is paid.");
      else toast.error("The card was declined again: try another one.");
    },
    onError: (error) => void toast.error("The card could not be tried.", error),
  });
  return (
    <li role="alert" className="flex flex-wrap items-center gap-3 border-t border-line px-3 py-2">
      <span className="min-w-0 grow basis-64 text-danger">
        {payment.error} Tried {payment.attempts === 1 ? "once" : `${payment.attempts} times`}
        {payment.next_attempt_at ? `, next on ${utcDay(payment.next_attempt_at)}.` : "."}
      </span>
      {plan.data?.can_change && invoiceId !== null && (
        <Button size="sm" busy={pay.isPending} onClick={() => pay.mutate(invoiceId)}>
          Try the card again
        </Button>
      )}
    </li>
  );
}
