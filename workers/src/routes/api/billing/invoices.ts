import type { Invoice } from "@edgewise/core/billing/invoice.ts";
import { lineText } from "@edgewise/core/billing/invoice-text.ts";
import { monthOf, type Period } from "@edgewise/core/billing/proration.ts";
import { listInvoices } from "@edgewise/db/mysql/repos/billing.ts";
import * as z from "zod";
import { requireNoTeamLimit } from "../../../http/authorize.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { monthInvoice } from "../../../services/billing/invoices.ts";
import { dayOf } from "../../../services/billing/overview.ts";
import { micros, product } from "./schema.ts";

const units = z.number().int();
const invoice = z.object({
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
  due_micros: micros,
  url: z.string().nullable(),
  created_at: z.string().nullable(),
});
type Shown = z.input<typeof invoice>;

const DAY_MS = 86_400_000;

function present(
  { start, end }: Period,
  { lines, subtotal, discounts, credits, due }: Invoice,
  rest: Pick<Shown, "status" | "url" | "created_at">,
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
    due_micros: due,
  };
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
          present(running, upcoming, { status: "upcoming", url: null, created_at: null }),
          ...closed.map(({ period, content, status, url, createdAt }) =>
            present(monthOf(Date.parse(period)), content, { status, url, created_at: isoMicros(createdAt) }),
          ),
        ],
      };
    },
  }),
];
