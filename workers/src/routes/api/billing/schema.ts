import { ALERT_STEPS } from "@edgewise/core/billing/limits.ts";
import { isProductKey, PRODUCT_KEYS } from "@edgewise/core/billing/products.ts";
import { USAGE_UNITS } from "@edgewise/core/billing/usage.ts";
import * as z from "zod";

const units = z.number().int();
/** Micro-dollars: 1,000,000 are one US dollar. */
export const micros = z.number().int();
export const product = z.enum(PRODUCT_KEYS as readonly [string, ...string[]]);

export const usageUnits = z.object(
  Object.fromEntries(USAGE_UNITS.map((unit) => [unit, units])) as Record<
    (typeof USAGE_UNITS)[number],
    typeof units
  >,
);

export const usageRow = usageUnits.extend({
  environment_id: units,
  day: z.string(),
  /** '' when rows are not told apart by product. */
  product: z.string(),
  event: z.string(),
  sdk: z.string(),
});

export const overPeriod = z.object({ product, started_at: z.string(), ended_at: z.string().nullable() });

export const check = z.object({
  environment_id: units,
  day: z.string(),
  checked_at: z.string().nullable(),
  differences: z.array(z.object({ product, sdk: z.string(), event: z.string(), metered: units, raw: units })),
});

const range = z.object({ expected: z.number(), low: z.number(), high: z.number() });

const limits = z.object({ overall: micros.nullable(), products: z.record(z.string(), micros.nullable()) });

/** Limits as people send them; unknown products are refused. */
export const limitsBody = z.object({
  limits: z
    .object({
      overall: micros.min(0).max(1e15).nullable(),
      products: z
        .record(z.string(), micros.min(0).max(1e15).nullable())
        .default({})
        .refine((value) => Object.keys(value).every(isProductKey), "Name products by their keys."),
    })
    .nullable()
    .optional(),
  pause_sdks: z.boolean().optional(),
});

export const limitsAnswer = z.object({
  limits,
  limits_are_own: z.boolean(),
  pause_sdks: z.boolean(),
  can_change: z.boolean(),
  alert_steps: z.array(z.number().int()).default([...ALERT_STEPS]),
});

export const productBill = z.object({
  product,
  name: z.string(),
  unit: z.string(),
  free_units: units,
  units,
  cost_micros: micros,
  projection: range.extend({ days: units }),
  projected_cost_micros: range,
  /** Units up to which it is charged; null = no limit. */
  allowance: units.nullable(),
  is_over_limit: z.boolean(),
});

export const bill = z.object({
  date_from: z.string(),
  date_to: z.string(),
  products: z.array(productBill),
  cost_micros: micros,
  projected_cost_micros: range,
  /** To pay so far and at the month's end: within the limits, less discounts and credits, with the plan's fee; before tax. */
  due_micros: micros,
  projected_due_micros: range,
  limits: limitsAnswer,
  alerts: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      subject: z.string(),
      detail: z.record(z.string(), z.unknown()),
      created_at: z.string(),
    }),
  ),
});
