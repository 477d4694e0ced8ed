import { PLANS, type PlanKey } from "@edgewise/core/billing/plans.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { type OrganizationAccess, requireNoTeamLimit } from "../../../http/authorize.ts";
import { roleAtLeast } from "../../../http/roles.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { paymentAccount } from "../../../services/billing/payments/account.ts";
import { beginCheckout, changePlan, openPortal, setCancel } from "../../../services/billing/payments/plan.ts";
import { syncCustomer } from "../../../services/billing/payments/sync.ts";
import { backTo, page, paidPlan, planAnswer } from "./plan-schema.ts";

const tag = "billing";
const below = (path: string) => [`/api/organizations/:organization_id/billing/${path}`];
const write = { kind: "organization", scope: "billing:write", role: "admin" } as const;

async function presentPlan(access: OrganizationAccess, deps: Deps): Promise<z.input<typeof planAnswer>> {
  const account = await paymentAccount(access, deps);
  const { row, status, plan, openInvoices } = account;
  const iso = (date: Date | null | undefined) => (date ? isoMicros(date) : null);
  const attempts = openInvoices.flatMap(({ nextAttemptAt }) =>
    nextAttemptAt ? [nextAttemptAt.getTime()] : [],
  );
  return {
    available: deps.payments !== null,
    plan,
    plans: Object.entries(PLANS).map(([key, { name, summary, monthly, useDiscount }]) => ({
      key: key as PlanKey,
      name,
      summary,
      monthly_micros: monthly,
      use_discount: useDiscount,
    })),
    status,
    card: row?.card ?? null,
    cancel_at: plan === "free" ? null : iso(row?.cancelAt),
    period_end: plan === "free" ? null : iso(row?.periodEnd),
    owed_cents: openInvoices.reduce(
      (sum, { payment }) => sum + (payment ? payment.totalCents - payment.paidCents : 0),
      0,
    ),
    next_attempt_at: attempts.length > 0 ? isoMicros(new Date(Math.min(...attempts))) : null,
    grace_ends_at: account.graceEnds === null ? null : isoMicros(new Date(account.graceEnds)),
    can_change: roleAtLeast(access.role, "admin"),
  };
}

/** Plan and card. Cards are put down on the provider's pages: no number ever comes here. */
export const PLAN_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: below("plan/"),
    access: { kind: "organization", scope: "billing:read" },
    summary: "The plan, its card, and what is owed",
    tag,
    response: planAnswer,
    async handler({ access, deps }) {
      requireNoTeamLimit(access.principal);
      return await presentPlan(access, deps);
    },
  }),
  route({
    method: "patch",
    paths: below("plan/"),
    access: write,
    summary: "Put the organization on another paid plan from now on; the month is billed by the millisecond",
    tag,
    body: z.object({ plan: paidPlan }),
    response: planAnswer,
    async handler({ access, deps, body }) {
      await changePlan(access, body.plan, deps);
      return await presentPlan(access, deps);
    },
  }),
  route({
    method: "post",
    paths: below("checkout/"),
    access: write,
    summary: "A page of the payment provider where a card is put down and a plan begins",
    tag,
    body: backTo.extend({ plan: paidPlan }),
    response: page,
    handler: async ({ access, deps, body }) => ({
      url: await beginCheckout(access, { plan: body.plan, projectId: body.project_id }, deps),
    }),
  }),
  route({
    method: "post",
    paths: below("portal/"),
    access: write,
    summary: "A page of the payment provider with card, address, tax numbers and receipts",
    tag,
    body: backTo,
    response: page,
    handler: async ({ access, deps, body }) => ({ url: await openPortal(access, body.project_id, deps) }),
  }),
  route({
    method: "post",
    paths: below("cancel/"),
    access: write,
    summary: "End the plan with the running month; what was used is still invoiced",
    tag,
    response: planAnswer,
    async handler({ access, deps }) {
      await setCancel(access, true, deps);
      return await presentPlan(access, deps);
    },
  }),
  route({
    method: "post",
    paths: below("resume/"),
    access: write,
    summary: "Take a cancellation back",
    tag,
    response: planAnswer,
    async handler({ access, deps }) {
      await setCancel(access, false, deps);
      return await presentPlan(access, deps);
    },
  }),
  route({
    method: "post",
    paths: below("sync/"),
    access: write,
    summary: "Ask the payment provider again how the organization stands",
    tag,
    response: planAnswer,
    async handler({ access, deps }) {
      if (deps.payments !== null) await syncCustomer(access, deps);
      return await presentPlan(access, deps);
    },
  }),
];
