import * as z from "zod";
import { optional } from "../nodes/schema.ts";
import { webBase, webPage } from "../web-query/schema.ts";
import { BREAKDOWNS } from "./breakdowns.ts";

/** WebStatsTableQuery of the public API (API.md 2.15). */
export const webStatsTableSchema = z.object({
  kind: z.literal("WebStatsTableQuery"),
  ...webBase,
  ...webPage,
  breakdownBy: z.enum([...BREAKDOWNS, "FrustrationMetrics"]),
  includeBounceRate: optional(z.boolean()),
  includeScrollDepth: optional(z.boolean()),
  includeAvgTimeOnPage: optional(z.boolean()),
  includeHost: optional(z.boolean()),
});
export type WebStatsTableQuery = z.output<typeof webStatsTableSchema>;
