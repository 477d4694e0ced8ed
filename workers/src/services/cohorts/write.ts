import { parseCohort } from "@edgewise/core/cohorts/parse.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { visitLeaves } from "@edgewise/core/flags/graph.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { allActions } from "@edgewise/db/mysql/repos/actions.ts";
import { makeCohortDue } from "@edgewise/db/mysql/repos/cohort-states.ts";
import {
  allCohorts,
  type CohortRow,
  findCohort,
  insertCohort,
  updateCohort,
} from "@edgewise/db/mysql/repos/cohorts.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { type CohortBody, checkParts, listSourceOf } from "./body.ts";
import { addToList } from "./static-list.ts";
import { refuseWhenUsed } from "./users.ts";

/** Creates a cohort; a static one is filled from what the body names. Returns its number. */
export async function createCohort(
  access: ProjectAccess,
  body: CohortBody,
  deps: RegionDeps,
): Promise<number> {
  const isStatic = body.is_static === true;
  checkParts(body, isStatic);
  const filters = (body.filters ?? { properties: {} }) as { properties: JsonObject };
  if (!isStatic && !body.filters) throw invalid("filters", "This field is required.", "required");
  const id = await commitConfig(access, deps, async (tx) => {
    await check(access, tx, null, filters);
    const now = deps.now();
    const created = await insertCohort(access, tx, {
      name: body.name,
      description: body.description ?? "",
      filters,
      query: (body.query as JsonObject | undefined) ?? null,
      isStatic,
      deleted: false,
      version: 1,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    const entry = { scope: "Cohort", itemId: created, activity: "created", name: body.name };
    return { result: created, entries: [entry] };
  });
  const source = listSourceOf(body);
  if (source) await fill(access, id, source, deps);
  return id;
}

/** A list that can't be read leaves no empty cohort behind. */
async function fill(
  access: ProjectAccess,
  id: number,
  source: Parameters<typeof addToList>[2],
  deps: RegionDeps,
): Promise<void> {
  try {
    await addToList(access, id, source, deps);
  } catch (error) {
    await changeCohort(access, id, { deleted: true }, deps);
    throw error;
  }
}

/** Changes or hides a cohort; a list adds to a static one. Refuses to hide one that a live flag or cohort needs. */
export async function changeCohort(
  access: ProjectAccess,
  id: number,
  body: Partial<CohortBody>,
  deps: RegionDeps,
): Promise<void> {
  await commitConfig(access, deps, async (tx) => {
    const before = await findCohort(access, tx, id);
    if (!before || (before.deleted && body.deleted !== false)) throw notFound();
    if (body.is_static !== undefined && body.is_static !== before.isStatic) {
      throw invalid("is_static", "A cohort stays static or dynamic: duplicate it as static instead.");
    }
    checkParts(body, before.isStatic);
    if (body.filters) await check(access, tx, id, body.filters as { properties: JsonObject });
    if (body.deleted === true) await refuseWhenUsed(access, tx, before);
    const after = {
      ...before,
      name: body.name ?? before.name,
      description: body.description ?? before.description,
      filters: (body.filters as JsonObject | undefined) ?? before.filters,
      query: (body.query as JsonObject | undefined) ?? before.query,
      deleted: body.deleted ?? before.deleted,
    };
    const changes = changesBetween("Cohort", describe(before), describe(after));
    if (changes.length === 0) return { result: undefined, entries: [] };
    const now = deps.now();
    await updateCohort(access, tx, id, { ...describe(after), version: before.version + 1, updatedAt: now });
    await makeCohortDue(access, tx, id, now);
    const activity = after.deleted ? "deleted" : "updated";
    const entry = { scope: "Cohort", itemId: id, activity, name: after.name, changes };
    return { result: undefined, entries: [entry] };
  });
  const source = listSourceOf(body);
  if (source) await addToList(access, id, source, deps);
}

const describe = ({ name, description, filters, query, deleted }: CohortRow) => ({
  name,
  description,
  filters,
  query,
  deleted,
});

async function check(
  access: ProjectAccess,
  tx: Executor,
  id: number | null,
  { properties }: { properties: JsonObject },
) {
  const others = (await allCohorts(access, tx)).filter((cohort) => cohort.id !== id);
  const actions = new Set((await allActions(access, tx)).map((action) => action.id));
  const parsed = parseCohort(properties, { cohorts: new Set(others.map((cohort) => cohort.id)), actions });
  if (!parsed.ok) throw invalid(parsed.error.attr, parsed.error.message, parsed.error.code);
  const reached = new Set<number>();
  const follow = (tree: JsonObject): void =>
    visitLeaves(tree, (leaf) => {
      const target = Number(leaf.value);
      if (leaf.type !== "cohort" || reached.has(target)) return;
      reached.add(target);
      follow(others.find((cohort) => cohort.id === target)?.filters ?? {});
    });
  follow(properties);
  if (id !== null && reached.has(id)) {
    throw invalid("filters", "A cohort can't contain itself.", "circular_dependency");
  }
}
