import * as z from "zod";
import { KINDS } from "./kinds.ts";
import type { InsightKind, InsightQuery } from "./types.ts";
import { unwrapQuery } from "./unwrap.ts";

const nodes: z.ZodType<unknown> = z.lazy(() =>
  z.array(
    z.looseObject({
      kind: z.enum(["EventsNode", "ActionsNode", "GroupNode"]),
      properties: z.array(z.looseObject({ key: z.string() })).optional(),
      nodes: nodes.optional(),
    }),
  ),
);

const object = z.looseObject({});
const shape = z.looseObject({
  kind: z.enum(KINDS.map(({ kind }) => kind) as [InsightKind, ...InsightKind[]]),
  series: nodes.optional(),
  dateRange: object.nullish(),
  properties: z.union([z.array(z.looseObject({ key: z.string() })), object]).nullish(),
  trendsFilter: object.nullish(),
  funnelsFilter: object.nullish(),
  retentionFilter: object.nullish(),
  stickinessFilter: object.nullish(),
  lifecycleFilter: object.nullish(),
  pathsFilter: object.nullish(),
  breakdownFilter: object.nullish(),
  compareFilter: object.nullish(),
});

/** A query that the explorer can edit, from a URL or a saved insight; null when it is none. Unknown fields stay. */
export function parseQuery(value: unknown): InsightQuery | null {
  const inner = unwrapQuery(value);
  const parsed = shape.safeParse(inner);
  if (!parsed.success) return null;
  const needsSeries = !["RetentionQuery", "PathsQuery"].includes(parsed.data.kind);
  if (needsSeries && !parsed.data.series) return null;
  const present = Object.entries(parsed.data).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(present) as unknown as InsightQuery;
}
