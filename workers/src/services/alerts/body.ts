import { detectorConfig } from "@edgewise/core/alerts/anomaly/config.ts";
import { CHECK_INTERVALS } from "@edgewise/core/alerts/schedule.ts";
import { CONDITIONS } from "@edgewise/core/alerts/types.ts";
import * as z from "zod";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as "09:30".');
const bound = z.number().nullish();
const ongoing = z.boolean().nullish();

export const alertConfig = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("TrendsAlertConfig"),
    series_index: z.number().int().min(0).max(1000),
    check_ongoing_interval: ongoing,
  }),
  z.object({
    type: z.literal("HogQLAlertConfig"),
    evaluation: z.enum(["last_row", "first_row", "any_row"]),
    column: z.string().max(200).nullish(),
    label_column: z.string().max(200).nullish(),
  }),
  z.object({
    type: z.literal("FunnelsAlertConfig"),
    metric: z.enum(["conversion_from_start", "conversion_from_previous"]),
    funnel_step: z.number().int().min(0).max(100).nullish(),
    check_ongoing_interval: ongoing,
  }),
]);

const threshold = z.object({
  id: z.string().optional(),
  name: z.string().max(255).optional(),
  configuration: z.object({
    type: z.enum(["absolute", "percentage"]),
    bounds: z.object({ lower: bound, upper: bound }).nullish(),
  }),
});

export const alertBody = z.object({
  insight: z.number().int(),
  name: z.string().max(255).default(""),
  /** Numbers (or uuids) of members who get a mail. */
  subscribed_users: z.array(z.union([z.number().int(), z.string()])).max(100),
  threshold,
  condition: z.object({ type: z.enum(CONDITIONS) }).nullish(),
  config: alertConfig.nullish(),
  detector_config: detectorConfig.nullish(),
  enabled: z.boolean().default(true),
  calculation_interval: z.enum(CHECK_INTERVALS).default("daily"),
  /** A time to come: ISO, or `2h`, `1d`, `1w` from now. */
  snoozed_until: z.string().max(40).nullish(),
  skip_weekend: z.boolean().nullish(),
  schedule_start_time: clock.nullish(),
  schedule_restriction: z
    .object({ blocked_windows: z.array(z.object({ start: clock, end: clock })).max(5) })
    .nullish(),
});
export type AlertBody = z.output<typeof alertBody>;

// Without defaults: a change keeps what it doesn't name.
export const alertChange = alertBody
  .extend({
    name: z.string().max(255),
    enabled: z.boolean(),
    calculation_interval: z.enum(CHECK_INTERVALS),
  })
  .partial();
export type AlertChange = z.output<typeof alertChange>;

export const simulationBody = z.object({
  /** Number or short id. */
  insight: z.union([z.number().int(), z.string().min(1).max(20)]),
  detector_config: detectorConfig.default({
    type: "zscore",
    threshold: 0.95,
    window: 90,
    preprocessing: { diffs_n: 1 },
  }),
  series_index: z.number().int().min(0).max(1000).default(0),
  date_from: z
    .string()
    .regex(/^-\d{1,4}[hdwm]$/, 'Use a relative date such as "-30d".')
    .nullish(),
  config: alertConfig.nullish(),
});
export type SimulationBody = z.output<typeof simulationBody>;
