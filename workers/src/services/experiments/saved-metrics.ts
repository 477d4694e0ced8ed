import {
  deleteSavedMetric,
  findSavedMetrics,
  insertSavedMetric,
  type SavedMetricRow,
  updateSavedMetric,
} from "@edgewise/db/mysql/repos/experiment-metrics.ts";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { checkMetric } from "./body.ts";

export const savedMetricBody = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).nullish(),
  query: z.record(z.string(), z.json()),
  tags: z.array(z.string().trim().min(1).max(255)).max(100).optional(),
});
export type SavedMetricBody = z.output<typeof savedMetricBody>;

/** A shared metric of the project. Throws 404. */
export async function requireSavedMetric(
  access: ProjectAccess,
  id: number,
  deps: Deps,
): Promise<SavedMetricRow> {
  const [row] = await findSavedMetrics(access, deps.db, [id]);
  if (!row) throw notFound();
  return row;
}

/** Stores a metric for several experiments. Returns its number. */
export async function createSavedMetric(
  access: ProjectAccess,
  body: SavedMetricBody,
  deps: Deps,
): Promise<number> {
  checkMetric(body.query, "query");
  const now = deps.now();
  const { name, description, query, tags } = body;
  return await commitLogged(access, deps, async (tx) => {
    const id = await insertSavedMetric(access, tx, {
      name,
      description: description ?? "",
      query: { ...query, kind: "ExperimentMetric" },
      tags: tags ?? [],
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    return {
      result: id,
      entries: [{ scope: "ExperimentSavedMetric", itemId: id, activity: "created", name }],
    };
  });
}

/** Changes a shared metric: results of experiments that use it are computed anew. */
export async function changeSavedMetric(
  access: ProjectAccess,
  id: number,
  body: Partial<SavedMetricBody>,
  deps: Deps,
): Promise<void> {
  const before = await requireSavedMetric(access, id, deps);
  if (body.query) checkMetric(body.query, "query");
  const after = {
    name: body.name ?? before.name,
    description: body.description === undefined ? before.description : (body.description ?? ""),
    query: body.query ? { ...body.query, kind: "ExperimentMetric" } : before.query,
    tags: body.tags ?? before.tags,
  };
  const { name, description, query, tags } = before;
  const changes = changesBetween("ExperimentSavedMetric", { name, description, query, tags }, after);
  if (changes.length === 0) return;
  await commitLogged(access, deps, async (tx) => {
    await updateSavedMetric(access, tx, id, { ...after, updatedAt: deps.now() });
    const entry = {
      scope: "ExperimentSavedMetric",
      itemId: id,
      activity: "updated",
      name: after.name,
      changes,
    };
    return { result: undefined, entries: [entry] };
  });
}

/** Takes a shared metric away; experiments that used it go on without it. */
export async function removeSavedMetric(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  const { name } = await requireSavedMetric(access, id, deps);
  await commitLogged(access, deps, async (tx) => {
    await deleteSavedMetric(access, tx, id);
    return {
      result: undefined,
      entries: [{ scope: "ExperimentSavedMetric", itemId: id, activity: "deleted", name }],
    };
  });
}
