import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import {
  deleteSavedQuery,
  findSavedQuery,
  insertSavedQuery,
  type SavedQueryRow,
  updateSavedQuery,
} from "@edgewise/db/mysql/repos/saved-queries.ts";
import { deleteResults } from "@edgewise/db/mysql/repos/stored-views.ts";
import * as z from "zod";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { checkViewName, columnsOfView } from "./check.ts";
import { FREQUENCY_NAMES } from "./frequency.ts";
import { eraseView, forgetView, setFrequency } from "./materialise.ts";

const SCOPE = "DataWarehouseSavedQuery";

export const savedQueryBody = z.object({
  name: z.string().trim().min(1).max(128),
  query: z.looseObject({ kind: z.literal("HogQLQuery"), query: z.string().trim().min(1).max(200_000) }),
  /** `latest_history_id` as it was when the author began to edit: another one means that somebody was faster. */
  edited_history_id: z.string().nullish(),
  /** Of a materialised view: how often it is stored; `never`: it stays as it is. */
  sync_frequency: z.enum([...FREQUENCY_NAMES, "never"]).nullish(),
});
type SavedQueryBody = z.output<typeof savedQueryBody>;

/** Which edit of a view this is. */
export const historyId = ({ id, updatedAt }: Pick<SavedQueryRow, "id" | "updatedAt">): string =>
  `${id}-${updatedAt.getTime()}`;

const textOf = ({ query }: SavedQueryBody["query"]): string => query.trim().replace(/;\s*$/, "");

/** Stores a view that runs. Returns its id. Throws with `attr`. */
export async function createView(
  access: ProjectAccess,
  body: SavedQueryBody,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<string> {
  checkViewName(body.name);
  const [id, now, query] = [deps.newId(), deps.now(), textOf(body.query)];
  const columns = await columnsOfView(access, { name: body.name, query }, deps, signal);
  const stamps = { createdBy: access.userId, createdAt: now, updatedAt: now };
  await orTaken(body.name, () =>
    commitLogged(access, deps, async (tx) => {
      await insertSavedQuery(access, tx, {
        id,
        name: body.name,
        query,
        columns,
        syncFrequency: null,
        ...stamps,
      });
      const entry = { scope: SCOPE, itemId: id, activity: "created", name: body.name } as const;
      return { result: undefined, entries: [entry] };
    }),
  );
  return id;
}

/** Changes a view to one that runs. Throws with `attr`, and 409 when it was changed meanwhile. */
export async function changeView(
  access: ProjectAccess,
  id: string,
  body: Partial<SavedQueryBody>,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<void> {
  const seen = await findSavedQuery(access, deps.db, id);
  if (!seen) throw notFound();
  if (body.edited_history_id && body.edited_history_id !== historyId(seen)) throw changedMeanwhile();
  const name = body.name ?? seen.name;
  const query = body.query ? textOf(body.query) : seen.query;
  if (name !== seen.name) checkViewName(name);
  const columns = await columnsOfView(access, { name, query, replaces: seen.name }, deps, signal);
  await orTaken(name, () =>
    commitLogged(access, deps, async (tx) => {
      const before = await findSavedQuery(access, tx, id, { lock: true });
      if (!before) throw notFound();
      if (historyId(before) !== historyId(seen)) throw changedMeanwhile();
      const changes = changesBetween(SCOPE, { name: before.name, query: before.query }, { name, query });
      if (changes.length === 0) return { result: undefined, entries: [] };
      await updateSavedQuery(access, tx, id, { name, query, columns, updatedAt: deps.now() });
      const entry = { scope: SCOPE, itemId: id, activity: "updated", name, changes } as const;
      return { result: undefined, entries: [entry] };
    }),
  );
  if (query !== seen.query) await forgetView(seen, deps);
  if (body.sync_frequency !== undefined) {
    const wanted = body.sync_frequency;
    // As the API has it: what isn't materialised has no schedule to change.
    if (seen.syncFrequency === null && wanted !== null && wanted !== "never")
      throw invalid("sync_frequency", "Materialise the view first: POST …/materialize/.");
    if (seen.syncFrequency !== null) await setFrequency(access, id, wanted ?? "never", deps);
  }
}

/** Removes a view; SQL that names it says so from then on. */
export async function removeView(access: ProjectAccess, id: string, deps: RegionDeps): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const before = await findSavedQuery(access, tx, id, { lock: true });
    if (!before) throw notFound();
    await deleteSavedQuery(access, tx, id);
    await deleteResults(id, tx);
    const entry = { scope: SCOPE, itemId: id, activity: "deleted", name: before.name } as const;
    return { result: undefined, entries: [entry] };
  });
  await eraseView(access.projectId, id, deps);
}

const changedMeanwhile = (): ApiError =>
  new ApiError("conflict", "The view was changed meanwhile: load it again and repeat the change.");

async function orTaken<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) throw invalid("name", `There is a view called ${name} already.`, "unique");
    throw error;
  }
}
