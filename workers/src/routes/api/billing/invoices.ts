import type { Invoice } from "@edgewise/core/billing/invoice.ts";
import { lineText } from "@edgewise/core/billing/invoice-text.ts";
import { monthOf, type Period } from "@edgewise/core/billing/proration.ts";
import { type InvoiceRow, listInvoices } from "@edgewise/db/mysql/repos/billing.ts";
import * as z from "zod";
import { requireNoTeamLimit } from "../../../http/authorize.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { monthInvoice } from "../../../services/billing/invoices.ts";
import { dayOf } from "../../../services/billing/overview.ts";
import { payInvoice } from "../../../services/billing/payments/invoice-actions.ts";
import { micros, product } from "./schema.ts";

const units = z.number().int();
const invoice = z.object({
  /** Null for the running month. */
  id: z.string().nullable(),
  /** `upcoming`: the running month, as counted now. */
  status: z.enum(["upcoming", "draft", "open", "paid", "void", "uncollectible"]),
  date_from: z.string(),
  date_to: z.string(),
  lines: z.array(
    z.object({
      product,
      text: z.string(),
      units,
      /** Micro-dollars for a million units. */
      price_per_million: units,
      amount_micros: micros,
    }),
  ),
  subtotal_micros: micros,
  discounts: z.array(z.object({ label: z.string(), amount_micros: micros })),
  credits: z.array(z.object({ id: z.string(), amount_micros: micros })),
  fees: z.array(z.object({ label: z.string(), amount_micros: micros })),
  due_micros: micros,
  /** What the payment provider says; null before it was sent there. */
  payment: z
    .object({
      total_cents: units,
      tax_cents: units,
      paid_cents: units,
      refunded_cents: units,
      refund_status: z.string().nullable(),
      attempts: units,
      error: z.string().nullable(),
      next_attempt_at: z.string().nullable(),
    })
    .nullable(),
  /** Page of the provider where anybody pays it. */
  url: z.string().nullable(),
  created_at: z.string().nullable(),
});
type Shown = z.input<typeof invoice>;

const DAY_MS = 86_400_000;

function present(
  { start, end }: Period,
  { lines, subtotal, discounts, credits, fees = [], due }: Invoice,
  rest: Pick<Shown, "id" | "status" | "url" | "created_at" | "payment">,
): Shown {
  return {
    ...rest,
    date_from: dayOf(start),
    date_to: dayOf(end - DAY_MS),
    lines: lines.map((line) => ({
      product: line.product,
      text: lineText(line),
      units: line.units,
      price_per_million: line.perMillion,
      amount_micros: line.amount,
    })),
    subtotal_micros: subtotal,
    discounts: discounts.map(({ label, amount }) => ({ label, amount_micros: amount })),
    credits: credits.map(({ id, amount }) => ({ id, amount_micros: amount })),
    fees: fees.map(({ label, amount }) => ({ label, amount_micros: amount })),
    due_micros: due,
  };
}

function presentRow(row: InvoiceRow): Shown {
  const { id, period, content, status, url, payment, nextAttemptAt, createdAt } = row;
  return present(monthOf(Date.parse(period)), content, {
    id,
    status,
    url,
    payment: payment && {
      total_cents: payment.totalCents,
      tax_cents: payment.taxCents,
      paid_cents: payment.paidCents,
      refunded_cents: payment.refundedCents,
      refund_status: payment.refundStatus,
      attempts: payment.attempts,
      error: payment.error,
      next_attempt_at: nextAttemptAt && isoMicros(nextAttemptAt),
    },
    created_at: isoMicros(createdAt),
  });
}

/** Invoices: the running month first, then the closed ones. */
export const INVOICE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/billing/invoices/"],
    access: { kind: "organization", scope: "billing:read" },
    summary: "Invoices with the lines they are made of, the running month first",
    tag: "billing",
    response: z.object({ results: z.array(invoice) }),
    async handler({ access, deps }) {
      requireNoTeamLimit(access.principal);
      const running = monthOf(deps.now().getTime());
      const [upcoming, closed] = await Promise.all([
        monthInvoice(access, running, deps),
        listInvoices(access, deps.db),
      ]);
      return {
        results: [
          present(running, upcoming, {
            id: null,
            status: "upcoming",
            url: null,
            payment: null,
            created_at: null,
          }),
          ...closed.map(presentRow),
        ],
      };
    },
  }),
  route({
    method: "post",
    paths: ["/api/organizations/:organization_id/billing/invoices/:invoice_id/pay/"],
    access: { kind: "organization", scope: "billing:write", role: "admin" },
    summary: "Try the card on file on an open invoice now",
    tag: "billing",
    response: invoice,
    handler: async ({ access, deps, param }) =>
      presentRow(await payInvoice(access, param("invoice_id"), deps)),
  }),
];
