import type { PaidPlan } from "@edgewise/core/billing/plans.ts";
import { monthOf } from "@edgewise/core/billing/proration.ts";
import { findOrganization } from "@edgewise/db/mysql/repos/organizations.ts";
import {
  type BillingCustomerRow,
  findBillingCustomer,
  saveBillingCustomer,
} from "@edgewise/db/mysql/repos/payments.ts";
import { listProjects } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";
import { ApiError, notFound } from "../../../http/errors.ts";
import { recordActivity } from "../../activity/record.ts";
import { paymentAccount } from "./account.ts";
import { syncCustomer } from "./sync.ts";
import { paymentsOf, unwrap } from "./unwrap.ts";

async function customerOf(access: OrganizationAccess, deps: Deps): Promise<BillingCustomerRow> {
  const known = await findBillingCustomer(access, deps.db);
  if (known) return known;
  const { organizationId, principal } = access;
  const organization = await findOrganization(access, deps.db);
  const made = await paymentsOf(deps).createCustomer({
    organizationId,
    name: organization?.name ?? "",
    email: principal.user.email,
  });
  const now = deps.now();
  const row: BillingCustomerRow = {
    organizationId,
    customerId: unwrap(made),
    subscriptionId: null,
    plan: "",
    card: null,
    status: "",
    cancelAt: null,
    periodEnd: null,
    statusAt: now,
    updatedAt: now,
  };
  await saveBillingCustomer(deps.db, row);
  return row;
}

/** The billing page of a project of the organisation, the first one unless a number is given. */
async function pageOf(
  access: OrganizationAccess,
  projectId: number | undefined,
  deps: Deps,
): Promise<string> {
  const projects = await listProjects([access.organizationId], deps.db);
  const project = projectId === undefined ? projects[0] : projects.find(({ id }) => id === projectId);
  if (!project) throw notFound("There is no such project in this organization.");
  return `${deps.config.webUrl}/project/${project.id}/billing/plan`;
}

async function note(access: OrganizationAccess, activity: string, name: string, deps: Deps): Promise<void> {
  const actor = { organizationId: access.organizationId, userId: access.userId, projectId: null };
  await recordActivity(actor, deps.db, deps, {
    scope: "Billing",
    itemId: access.organizationId,
    activity,
    name,
  });
}

/** Where to put down a card and begin a plan. @throws ApiError 409 when there is a plan already */
export async function beginCheckout(
  access: OrganizationAccess,
  order: { readonly plan: PaidPlan; readonly projectId?: number | undefined },
  deps: Deps,
): Promise<string> {
  const payments = paymentsOf(deps);
  if ((await paymentAccount(access, deps)).plan !== "free")
    throw new ApiError("conflict", "This organization is on a plan already: change the plan instead.");
  const page = await pageOf(access, order.projectId, deps);
  const { customerId } = await customerOf(access, deps);
  const url = await payments.checkout({
    customerId,
    plan: order.plan,
    successUrl: `${page}?checkout=done`,
    cancelUrl: page,
    anchor: monthOf(deps.now().getTime()).end,
  });
  await note(access, "checkout", `Checkout of the plan ${order.plan}`, deps);
  return unwrap(url);
}

/** Where to change card, address and tax numbers. */
export async function openPortal(
  access: OrganizationAccess,
  projectId: number | undefined,
  deps: Deps,
): Promise<string> {
  const payments = paymentsOf(deps);
  const page = await pageOf(access, projectId, deps);
  const { customerId } = await customerOf(access, deps);
  return unwrap(await payments.portal(customerId, page));
}

/** The live subscription. @throws ApiError 409 without one */
async function requireSubscription(access: OrganizationAccess, deps: Deps) {
  const { row, plan } = await paymentAccount(access, deps);
  if (row?.subscriptionId && plan !== "free") return { ...row, subscriptionId: row.subscriptionId };
  throw new ApiError("conflict", "This organization is on no plan that costs anything: begin one first.");
}

/** Key of a change: the same click twice is one change, the same change later is another. */
const keyOf = (what: string, { subscriptionId, updatedAt }: BillingCustomerRow) =>
  `${what}:${subscriptionId}:${updatedAt.getTime()}`;

/** Puts the organisation on another plan from now on. */
export async function changePlan(access: OrganizationAccess, plan: PaidPlan, deps: Deps): Promise<void> {
  const payments = paymentsOf(deps);
  const row = await requireSubscription(access, deps);
  unwrap(await payments.changePlan(row.subscriptionId, plan, keyOf(`plan:${plan}`, row)));
  await note(access, "updated", `Plan ${plan}`, deps);
  await syncCustomer(access, deps);
}

/** Ends the plan with the month, or takes that back. */
export async function setCancel(access: OrganizationAccess, cancel: boolean, deps: Deps): Promise<void> {
  const payments = paymentsOf(deps);
  const row = await requireSubscription(access, deps);
  unwrap(await payments.setCancel(row.subscriptionId, cancel, keyOf(`cancel:${cancel}`, row)));
  await note(access, cancel ? "cancelled" : "resumed", "Plan", deps);
  await syncCustomer(access, deps);
}
