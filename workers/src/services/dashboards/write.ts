import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { addTile, listTiles, tilesOfInsights } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import {
  type DashboardRow,
  findDashboards,
  insertDashboard,
  lockDashboard,
  updateDashboard,
} from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights, updateInsight } from "@edgewise/db/mysql/repos/insights.ts";
import type * as z from "zod";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { levelOn } from "../../http/governed.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween, type Entry } from "../activity/record.ts";
import type { DashboardBody, dashboardChange, newDashboardBody } from "./body.ts";
import { copyOf } from "./rearrange.ts";
import { createFromOwnTemplate } from "./templates.ts";
import { applyTileChanges, briefly } from "./tiles.ts";

/** Creates a dashboard: empty, from a template, or as a copy of another one whose insights it shares. Returns its number. */
export async function createDashboard(
  access: ProjectAccess,
  body: z.output<typeof newDashboardBody>,
  deps: RegionDeps,
): Promise<number> {
  if (body.use_template) {
    if (body.use_dashboard) throw invalid("use_template", "Use a template or a dashboard, not both.");
    return await createFromOwnTemplate(access, body.use_template, body.name, deps);
  }
  const source = body.use_dashboard ? await sourceOf(access, body.use_dashboard, deps) : null;
  const name = body.name ?? (source ? `${source.name} (copy)`.slice(0, 400) : undefined);
  if (name === undefined) throw invalid("name", "This field is required.", "required");
  const base = source ? { ...fieldsOf(source), pinned: false } : EMPTY;
  const now = deps.now();
  return await commitLogged(access, deps, async (tx) => {
    const id = await insertDashboard(access, tx, {
      ...merge({ ...base, name, deleted: false }, body),
      creationMode: source ? "duplicate" : "default",
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    const tiles = source ? await listTiles(access, tx, source.id) : [];
    for (const tile of tiles) await addTile(access, tx, copyOf(tile, id, access, deps));
    return { result: id, entries: [{ scope: "Dashboard", itemId: id, activity: "created", name }] };
  });
}

async function sourceOf(access: ProjectAccess, id: number, deps: Deps): Promise<DashboardRow> {
  const [source] = await findDashboards(access, deps.db, [id]);
  if (source && !source.deleted && levelOn(access, "dashboard", id) !== "none") return source;
  throw invalid("use_dashboard", `Dashboard ${id} does not exist.`, "does_not_exist");
}

/** Changes a dashboard and its tiles, hides it (`deleted: true`) or brings it back (`deleted: false`). */
export async function changeDashboard(
  access: ProjectAccess,
  id: number,
  body: z.output<typeof dashboardChange>,
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  await commitLogged(access, deps, async (tx) => {
    const before = await lockDashboard(access, tx, id);
    if (!before || (before.deleted && body.deleted !== false)) throw notFound();
    const after = merge(fieldsOf(before), body);
    const tiles = await listTiles(access, tx, id);
    if (body.tiles) await applyTileChanges(access, tx, id, tiles, body.tiles, deps);
    const changes = [
      ...changesBetween("Dashboard", fieldsOf(before), after),
      ...changesBetween("Dashboard", briefly(tiles), briefly(await listTiles(access, tx, id))),
    ];
    const gone = after.deleted && body.delete_insights ? await hideLonely(access, tx, id, deps) : [];
    if (changes.length === 0) return { result: undefined, entries: gone };
    await updateDashboard(access, tx, id, { ...after, updatedAt: now });
    const activity = after.deleted ? "deleted" : "updated";
    const entry = { scope: "Dashboard", itemId: id, activity, name: after.name, changes };
    return { result: undefined, entries: [entry, ...gone] };
  });
}

/** Hides the insights that stand on this dashboard and no other. */
async function hideLonely(access: ProjectAccess, tx: Executor, id: number, deps: Deps): Promise<Entry[]> {
  const tiles = await listTiles(access, tx, id);
  const ids = tiles.map(({ insightId }) => insightId).filter((insight) => insight !== null);
  const elsewhere = (await tilesOfInsights(access, tx, ids)).filter(({ dashboardId }) => dashboardId !== id);
  const shared = new Set(elsewhere.map(({ insightId }) => insightId));
  const rows = (await findInsights(access, tx, ids)).filter((row) => !row.deleted && !shared.has(row.id));
  const now = deps.now();
  for (const row of rows) {
    const stamps = { updatedAt: now, lastModifiedAt: now, lastModifiedBy: access.userId };
    await updateInsight(access, tx, row.id, { deleted: true, ...stamps });
  }
  return rows.map((row) => ({ scope: "Insight", itemId: row.id, activity: "deleted", name: row.name }));
}

type Fields = Pick<
  DashboardRow,
  "name" | "description" | "pinned" | "tags" | "filters" | "variables" | "breakdownColors" | "deleted"
>;

const EMPTY: Omit<Fields, "name" | "deleted"> = {
  description: "",
  pinned: false,
  tags: [],
  filters: {},
  variables: {},
  breakdownColors: [],
};

const fieldsOf = (row: DashboardRow): Fields => ({
  name: row.name,
  description: row.description,
  pinned: row.pinned,
  tags: row.tags,
  filters: row.filters,
  variables: row.variables,
  breakdownColors: row.breakdownColors,
  deleted: row.deleted,
});

function merge(before: Fields, body: Partial<DashboardBody>): Fields {
  return {
    name: body.name ?? before.name,
    description: body.description ?? before.description,
    pinned: body.pinned ?? before.pinned,
    tags: body.tags ? [...new Set(body.tags)] : before.tags,
    filters: (body.filters as JsonObject | undefined) ?? before.filters,
    variables: (body.variables as JsonObject | undefined) ?? before.variables,
    breakdownColors: body.breakdown_colors ?? before.breakdownColors,
    deleted: body.deleted ?? before.deleted,
  };
}
