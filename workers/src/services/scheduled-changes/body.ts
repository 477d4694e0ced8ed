import { INTERVALS } from "@edgewise/core/flags/schedule/recurrence.ts";
import * as z from "zod";
import { filtersBody } from "../flags/body.ts";

const percentage = z.number().min(0).max(100);
const condition = z.number().int().min(0).max(99).optional();
const payloads = filtersBody.shape.payloads;
const variants = filtersBody.shape.multivariate.unwrap().unwrap().shape.variants;

/** What a scheduled change does: the operations of the public API, and ours for rollouts. */
export const operationBody = z.discriminatedUnion("operation", [
  z.object({ operation: z.literal("update_status"), value: z.boolean() }),
  z.object({
    operation: z.literal("add_release_condition"),
    value: z.object({ groups: filtersBody.shape.groups.min(1), payloads }),
  }),
  z.object({ operation: z.literal("update_variants"), value: z.object({ variants, payloads }) }),
  z.object({
    operation: z.literal("set_rollout"),
    value: z.object({ rollout_percentage: percentage, condition }),
  }),
  z.object({
    operation: z.literal("ramp"),
    value: z.object({
      to: percentage,
      step: z.number().min(0.1).max(100),
      every_minutes: z.number().int().min(1).max(43_200),
      condition,
    }),
  }),
]);

const moment = z.iso.datetime({ offset: true, local: true });

export const scheduledChangeBody = z.object({
  record_id: z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]),
  model_name: z.literal("FeatureFlag"),
  payload: operationBody,
  scheduled_at: moment,
  is_recurring: z.boolean().optional(),
  recurrence_interval: z.enum(INTERVALS).nullish(),
  cron_expression: z.string().max(100).nullish(),
  end_date: moment.nullish(),
});

export type ScheduledChangeBody = z.output<typeof scheduledChangeBody>;
