import { PAID_PLANS, PLANS, type PlanKey } from "@edgewise/core/billing/plans.ts";
import * as z from "zod";

const key = z.enum(Object.keys(PLANS) as [PlanKey, ...PlanKey[]]);
export const paidPlan = z.enum(PAID_PLANS);
/** Project whose billing page the provider's pages lead back to. */
export const backTo = z.object({ project_id: z.number().int().positive().optional() });
export const page = z.object({ url: z.string() });

export const planAnswer = z.object({
  /** False: this deployment takes no payments. */
  available: z.boolean(),
  plan: key,
  plans: z.array(
    z.object({
      key,
      name: z.string(),
      summary: z.string(),
      monthly_micros: z.number().int(),
      /** Hundredths of a per cent off what is used. */
      use_discount: z.number().int(),
    }),
  ),
  /** '' = never had a plan. */
  status: z.enum(["", "active", "past_due", "unpaid", "canceled"]),
  card: z.object({ brand: z.string(), last4: z.string(), expires: z.string() }).nullable(),
  /** When the plan ends by the customer's wish. */
  cancel_at: z.string().nullable(),
  period_end: z.string().nullable(),
  /** What is to be paid, in cents. */
  owed_cents: z.number().int(),
  next_attempt_at: z.string().nullable(),
  /** When counting mode begins, or began, for what is owed. */
  grace_ends_at: z.string().nullable(),
  can_change: z.boolean(),
});
