import type { JsonObject } from "@edgewise/core/events/types.ts";
import { visitLeaves } from "@edgewise/core/flags/graph.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import {
  allCohorts,
  type CohortRow,
  findCohort,
  insertCohort,
  updateCohort,
} from "@edgewise/db/mysql/repos/cohorts.ts";
import { allFlags } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { type CohortBody, checkCohortFilters } from "./body.ts";

/** Creates a cohort of person properties. Returns its number. */
export async function createCohort(access: ProjectAccess, body: CohortBody, deps: Deps): Promise<number> {
  refuseStatic(body);
  const filters = body.filters;
  if (!filters) throw invalid("filters", "This field is required.", "required");
  return await commitConfig(access, deps, async (tx) => {
    await check(access, tx, null, filters as { properties: JsonObject });
    const now = deps.now();
    const id = await insertCohort(access, tx, {
      name: body.name,
      description: body.description ?? "",
      filters: filters as JsonObject,
      query: null,
      isStatic: false,
      deleted: false,
      version: 1,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    return { result: id, entries: [{ scope: "Cohort", itemId: id, activity: "created", name: body.name }] };
  });
}

/** Changes or hides a cohort. Refuses to hide one that a live flag or cohort needs. */
export async function changeCohort(
  access: ProjectAccess,
  id: number,
  body: Partial<CohortBody>,
  deps: Deps,
): Promise<void> {
  refuseStatic(body);
  await commitConfig(access, deps, async (tx) => {
    const before = await findCohort(access, tx, id);
    if (!before || before.deleted) throw notFound();
    if (body.filters) await check(access, tx, id, body.filters as { properties: JsonObject });
    if (body.deleted === true) await refuseWhenUsed(access, tx, before);
    const after = {
      ...before,
      name: body.name ?? before.name,
      description: body.description ?? before.description,
      filters: (body.filters as JsonObject | undefined) ?? before.filters,
      deleted: body.deleted ?? before.deleted,
    };
    const changes = changesBetween("Cohort", describe(before), describe(after));
    if (changes.length === 0) return { result: undefined, entries: [] };
    await updateCohort(access, tx, id, {
      ...describe(after),
      version: before.version + 1,
      updatedAt: deps.now(),
    });
    const activity = after.deleted ? "deleted" : "updated";
    return {
      result: undefined,
      entries: [{ scope: "Cohort", itemId: id, activity, name: after.name, changes }],
    };
  });
}

const describe = ({ name, description, filters, deleted }: CohortRow) => ({
  name,
  description,
  filters,
  deleted,
});

function refuseStatic(body: Partial<CohortBody>): void {
  if (body.is_static === true)
    throw invalid("is_static", "Static cohorts are not supported yet.", "invalid_choice");
}

async function check(
  access: ProjectAccess,
  tx: Executor,
  id: number | null,
  filters: { properties: JsonObject },
) {
  const others = (await allCohorts(access, tx)).filter((cohort) => cohort.id !== id);
  checkCohortFilters(filters, new Set(others.map((cohort) => cohort.id)));
  const reached = new Set<number>();
  const follow = (tree: JsonObject): void =>
    visitLeaves(tree, (leaf) => {
      const target = Number(leaf.value);
      if (leaf.type !== "cohort" || reached.has(target)) return;
      reached.add(target);
      follow(others.find((cohort) => cohort.id === target)?.filters ?? {});
    });
  follow(filters);
  if (id !== null && reached.has(id)) {
    throw invalid("filters", "A cohort can't contain itself.", "circular_dependency");
  }
}

async function refuseWhenUsed(access: ProjectAccess, tx: Executor, cohort: CohortRow): Promise<void> {
  const [flags, cohorts] = await Promise.all([allFlags(access, tx), allCohorts(access, tx)]);
  const names = (tree: unknown): boolean => {
    let found = false;
    visitLeaves(tree as JsonObject, (leaf) => {
      if (leaf.type === "cohort" && Number(leaf.value) === cohort.id) found = true;
    });
    return found;
  };
  const users = [
    ...flags
      .filter(({ filters }) =>
        filters.groups.some(({ properties }) => names({ values: (properties ?? []) as never })),
      )
      .map(({ key }) => `flag "${key}"`),
    ...cohorts
      .filter(({ id, filters }) => id !== cohort.id && names(filters))
      .map(({ name }) => `cohort "${name}"`),
  ];
  if (users.length > 0) throw invalid("deleted", `Cohort "${cohort.name}" is used by ${users.join(", ")}.`);
}
