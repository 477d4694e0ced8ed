import { PRESETS } from "@edgewise/core/releases/presets.ts";
import {
  EXPOSURES,
  guard,
  guardSettings,
  margin,
  stage,
  TARGETS,
  WAITS,
} from "@edgewise/core/releases/schema.ts";
import * as z from "zod";

const NAMES = Object.keys(PRESETS) as [keyof typeof PRESETS, ...(keyof typeof PRESETS)[]];

/** A guard-rail by the name of a preset, or with a metric of its own. */
export const guardBody = z.union([
  z.object({
    preset: z.enum(NAMES),
    uuid: guard.shape.uuid.optional(),
    name: guard.shape.name.optional(),
    margin: margin.optional(),
  }),
  guard.extend({ uuid: guard.shape.uuid.optional() }),
]);
export type GuardBody = z.output<typeof guardBody>;

export const ruleBody = z.object({
  guards: z.array(guardBody).min(1).max(10),
  alpha: guardSettings.shape.alpha,
  min_units: guardSettings.shape.min_units,
  exposure: z.enum(EXPOSURES).default("called"),
  filter_test_accounts: guardSettings.shape.filter_test_accounts,
  wait_for: z.enum(WAITS).default("data"),
  hold_when_blind: guardSettings.shape.hold_when_blind,
  roll_back_to: z.enum(TARGETS).default("start"),
});

const notify = z.object({
  emails: z.array(z.email().max(200)).max(20).default([]),
  webhooks: z
    .array(z.url({ protocol: /^https$/ }).max(2000))
    .max(5)
    .default([]),
});

export const stages = z.array(stage).min(1).max(50);

const ramp = z.object({
  to: z.number().gt(0).max(100),
  step: z.number().min(0.1).max(100),
  every_minutes: z.int().min(1).max(43_200),
});

/** How a guarded release begins: with steps, as a ramp from the present share, or in place of a planned ramp. */
export const releaseBody = ruleBody.extend({
  condition: z.int().min(0).max(99).default(0),
  stages: stages.optional(),
  ramp: ramp.optional(),
  scheduled_change_id: z.int().optional(),
  notify: notify.optional(),
});
export type ReleaseBody = z.output<typeof releaseBody>;

const optional = <T extends z.ZodType>(type: T) => z.optional(type);

/** What of a living release may be changed; absent = as it was. */
export const releaseChange = z.object({
  guards: optional(ruleBody.shape.guards),
  alpha: optional(z.number().gt(0).max(0.5)),
  min_units: optional(z.int().min(100).max(1_000_000)),
  exposure: optional(z.enum(EXPOSURES)),
  filter_test_accounts: optional(z.boolean()),
  wait_for: optional(z.enum(WAITS)),
  hold_when_blind: optional(z.boolean()),
  roll_back_to: optional(z.enum(TARGETS)),
  /** Steps after the present one; those up to it stay. */
  next_stages: optional(z.array(stage).max(50)),
  notify: optional(notify),
  reason: optional(z.string().max(1000)),
});
export type ReleaseChange = z.output<typeof releaseChange>;
