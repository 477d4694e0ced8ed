import { alias, asc, constant, eq, field, select } from "../../sql/build.ts";
import type { InsightActorsQuery } from "../actors-query/schema.ts";
import { type ActorSource, countedActor, sourceOf } from "../actors-query/source.ts";
import { askedBucket } from "../date-range/asked-bucket.ts";
import { calendarOf } from "../date-range/period.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { changes, planLifecycle, STATUSES } from "./compile.ts";
import type { LifecycleQuery } from "./schema.ts";

/** Who has a status in a bucket of the chart (`day`). */
export function lifecycleActors(
  query: LifecycleQuery,
  { day, status }: Omit<InsightActorsQuery, "source">,
  context: InsightContext,
): InsightResult<ActorSource> {
  const plan = planLifecycle(query, context);
  if (!plan.ok) return plan;
  if (day === undefined || status === undefined) {
    const missing = day === undefined ? "day" : "status";
    const message = `Who is behind a lifecycle chart needs "${missing}": a bucket and one of ${STATUSES.join(", ")}.`;
    return insightError(message, `query__source__${missing}`, "required");
  }
  const bucket = askedBucket(day, [plan.value.period], 0, calendarOf(context));
  if (!bucket.ok) return bucket;
  const change = (bucket.value.index + 1) * STATUSES.length + STATUSES.indexOf(status);
  const actor = countedActor(query.aggregation_group_type_index);
  const rows = select({
    select: [alias("actor_id", field("actor")), ...actor.along.map((column) => field(column.alias))],
    from: changes(plan.value, actor.along),
    where: eq(field("change"), constant(change)),
  });
  return { ok: true, value: sourceOf(actor, rows, { columns: [], orderBy: [asc(field("actor_id"))] }) };
}
