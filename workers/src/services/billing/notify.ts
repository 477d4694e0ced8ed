import { alertStep, type SpendingLimits } from "@edgewise/core/billing/limits.ts";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { productOf } from "@edgewise/core/billing/products.ts";
import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import type { BillingAlertRow } from "@edgewise/db/mysql/repos/billing.ts";
import { insertBillingAlert } from "@edgewise/db/mysql/repos/billing.ts";
import { listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import type { Deps } from "../../deps.ts";
import { roleAtLeast } from "../../http/roles.ts";
import { queueMail } from "../notifications/queue.ts";
import type { Bill } from "./overview.ts";

const MAX_MAILS = 200;

/** One thing to tell an organisation, once. */
export interface Telling {
  /** What it is about: the same subject is told once. */
  readonly subject: string;
  readonly kind: BillingAlertRow["kind"];
  /** One sentence. */
  readonly text: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Page below `/project/:id`. */
  readonly path: string;
}

/** What a bill reached of its limits. */
export function limitTellings(bill: Bill, limits: SpendingLimits): Telling[] {
  const month = bill.from.slice(0, 7);
  const telling = (name: string, key: string, cost: number, limit: number | null): Telling[] => {
    const step = alertStep(cost, limit);
    if (step === 0 || limit === null) return [];
    const reached = step === 100 ? "reached its limit" : `used ${step} % of its limit`;
    const after = step === 100 ? " From now on its events are counted, and kept aside for 30 days." : "";
    return [
      {
        subject: `${month} ${key} ${limit} ${step}`,
        kind: "limit",
        text: `${name} ${reached} of ${formatUsd(limit)} this month.${after}`,
        detail: { product: key === "overall" ? null : key, step, cost, limit },
        path: "/billing/limits",
      },
    ];
  };
  return [
    ...telling("Your organisation", "overall", bill.cost, limits.overall),
    ...bill.products.flatMap(({ product, cost }) =>
      telling(productOf(product).name, product, cost, limits.products[product] ?? null),
    ),
  ];
}

/** Tells admins and owners by mail, and everybody on the billing page; each subject once. True: it was new. */
export async function tell(
  { organizationId, projectId }: { readonly organizationId: string; readonly projectId: number },
  telling: Telling,
  deps: Deps,
): Promise<boolean> {
  const { rows } = await listMembers({ organizationId }, deps.db, { limit: MAX_MAILS, offset: 0 });
  const { subject, kind, text, detail, path } = telling;
  const told = deps.db.transaction(async (tx) => {
    const row = { id: deps.newId(), organizationId, subject, kind, createdAt: deps.now() };
    if (!(await insertBillingAlert(tx, { ...row, detail: { ...detail, text } }))) return false;
    for (const { membership, user } of rows) {
      if (!roleAtLeast(membership.role, "admin")) continue;
      await queueMail(tx, deps, {
        key: `billing:${row.id}:${user.id}`,
        to: user.email,
        organizationId,
        projectId,
        mail: {
          subject: text.length > 120 ? `${text.slice(0, 117)}…` : text,
          preview: text,
          blocks: [
            { kind: "text", text },
            {
              kind: "button",
              label: "Open usage and billing",
              url: `${deps.config.webUrl}/project/${projectId}${path}`,
            },
          ],
          footer: "You get this because you look after this organisation’s limits.",
        },
      });
    }
    return true;
  });
  return await told.catch((error: unknown) => {
    // Somebody else said it in the same moment.
    if (isDuplicate(error)) return false;
    throw error;
  });
}
