import * as z from "zod";
import { entityNode, insightBase } from "../nodes/schema.ts";

/** CalendarHeatmapQuery of the public API (API.md 2.6): one series, counted or with unique actors. */
export const calendarHeatmapSchema = z.object({
  kind: z.literal("CalendarHeatmapQuery"),
  ...insightBase,
  series: z.array(entityNode).length(1, "exactly one series is needed"),
});
export type CalendarHeatmapQuery = z.output<typeof calendarHeatmapSchema>;
