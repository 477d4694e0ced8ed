import * as z from "zod";
import { funnelsSchema } from "../funnel/schema.ts";
import { insightBase, optional } from "../nodes/schema.ts";

const MAX_STEPS = 100;
const MAX_EDGES = 10_000;
const weight = z.int().min(0);

const pathsFilter = z.object({
  edgeLimit: optional(z.int().min(1).max(MAX_EDGES, `at most ${MAX_EDGES} links`)),
  stepLimit: optional(z.int().min(2, "at least 2 steps").max(MAX_STEPS, `at most ${MAX_STEPS} steps`)),
  includeEventTypes: optional(z.array(z.enum(["$pageview", "$screen", "custom_event", "hogql"]))),
  pathsHogQLExpression: optional(z.string()),
  startPoint: optional(z.string()),
  endPoint: optional(z.string()),
  pathGroupings: optional(z.array(z.string()).max(100, "at most 100 groupings")),
  excludeEvents: optional(z.array(z.string()).max(1000, "at most 1000 exclusions")),
  /** The project's cleaning rules, before those of the query. */
  pathReplacements: optional(z.boolean()),
  localPathCleaningFilters: optional(
    z
      .array(
        z.object({ alias: optional(z.string()), regex: optional(z.string()), order: optional(z.number()) }),
      )
      .max(100, "at most 100 cleaning rules"),
  ),
  minEdgeWeight: optional(weight),
  maxEdgeWeight: optional(weight),
  /** Who is asked for (InsightActorsQuery): a link, or everyone who left, reached or ended at a step. */
  pathStartKey: optional(z.string()),
  pathEndKey: optional(z.string()),
  pathDropoffKey: optional(z.string()),
});
export type PathsFilter = z.output<typeof pathsFilter>;

const funnelPathsFilter = z.object({
  funnelPathType: optional(
    z.enum(["funnel_path_before_step", "funnel_path_between_steps", "funnel_path_after_step"]),
  ),
  funnelSource: funnelsSchema,
  funnelStep: optional(z.int()),
});

/** PathsQuery of the public API (API.md 2.12); what only concerns the view is ignored. */
export const pathsSchema = z.object({
  kind: z.literal("PathsQuery"),
  ...insightBase,
  pathsFilter: optional(pathsFilter),
  funnelPathsFilter: optional(funnelPathsFilter),
});
export type PathsQuery = z.output<typeof pathsSchema>;
