import { FREQUENCIES, WEEKDAYS } from "@edgewise/core/subscriptions/schedule.ts";
import * as z from "zod";

export const TARGETS = ["email", "slack", "webhook", "teams"] as const;

const moment = z.iso.datetime({ offset: true, local: true });

export const subscriptionBody = z.object({
  dashboard: z.number().int().nullish(),
  insight: z.number().int().nullish(),
  /** Of a dashboard: which insights; default the first ten. */
  dashboard_export_insights: z.array(z.number().int()).max(10).optional(),
  target_type: z.enum(TARGETS),
  /** Addresses separated by commas; for the others the URL of an incoming web hook. */
  target_value: z.string().trim().min(1).max(4096),
  frequency: z.enum(FREQUENCIES),
  interval: z.number().int().min(1).max(1000).default(1),
  byweekday: z.array(z.enum(WEEKDAYS)).nullish(),
  bysetpos: z.number().int().min(-5).max(5).nullish(),
  count: z.number().int().min(1).max(100_000).nullish(),
  start_date: moment,
  until_date: moment.nullish(),
  title: z.string().max(100).nullish(),
  invite_message: z.string().max(2000).nullish(),
  enabled: z.boolean().optional(),
  deleted: z.boolean().optional(),
  resource_type: z.enum(["insight", "dashboard"]).optional(),
  summary_enabled: z.literal(false, "Summaries are not available.").optional(),
  /** Sends one at once; default on creation, and when the receiver changes. */
  send_test_now: z.boolean().optional(),
});
export type SubscriptionBody = z.output<typeof subscriptionBody>;

// A default would fill in what a change doesn't name.
export const subscriptionChange = subscriptionBody
  .extend({ interval: z.number().int().min(1).max(1000) })
  .partial();
export type SubscriptionChange = z.output<typeof subscriptionChange>;
