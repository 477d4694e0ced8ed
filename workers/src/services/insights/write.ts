import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import {
  findInsight,
  type InsightRow,
  insertInsight,
  updateInsight,
} from "@edgewise/db/mysql/repos/insights.ts";
import * as z from "zod";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { placeInsight } from "../dashboards/place-insight.ts";
import { checkQuery } from "./check-query.ts";
import { shortIdOf } from "./short-id.ts";

export const insightBody = z.object({
  name: z.string().trim().max(400).nullish(),
  derived_name: z.string().max(400).nullish(),
  description: z.string().max(400).nullish(),
  query: z.record(z.string(), z.json()),
  tags: z.array(z.string().trim().min(1).max(255)).max(100).optional(),
  favorited: z.boolean().optional(),
  saved: z.boolean().optional(),
  /** Numbers of all dashboards that the insight is to stand on. */
  dashboards: z.array(z.number().int()).max(1000).optional(),
  deleted: z.boolean().optional(),
});
type InsightBody = z.output<typeof insightBody>;

/** Saves a query under a short id of its own. Returns its number. */
export async function createInsight(
  access: ProjectAccess,
  body: InsightBody,
  deps: RegionDeps,
): Promise<number> {
  const query = body.query as JsonObject;
  const kind = await checkQuery(access, query, deps);
  for (let attempt = 1; ; attempt++) {
    const shortId = shortIdOf(crypto.getRandomValues(new Uint8Array(8)));
    try {
      return await insert(access, { ...merge(EMPTY, body), query, kind, shortId }, body.dashboards, deps);
    } catch (error) {
      if (attempt === 3 || !isDuplicate(error)) throw error;
    }
  }
}

async function insert(
  access: ProjectAccess,
  row: Fields & Pick<InsightRow, "query" | "kind" | "shortId">,
  dashboards: readonly number[] | undefined,
  deps: Deps,
): Promise<number> {
  const now = deps.now();
  return await commitLogged(access, deps, async (tx) => {
    const id = await insertInsight(access, tx, {
      ...row,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
      lastModifiedBy: access.userId,
      lastModifiedAt: now,
    });
    if (dashboards) await placeInsight(access, tx, id, dashboards, deps);
    return {
      result: id,
      entries: [{ scope: "Insight", itemId: id, activity: "created", name: nameOf(row) }],
    };
  });
}

/** Changes, hides (`deleted: true`) or brings back an insight, named by number or short id. Returns its number. */
export async function changeInsight(
  access: ProjectAccess,
  given: number | string,
  body: Partial<InsightBody>,
  deps: RegionDeps,
): Promise<number> {
  const query = body.query as JsonObject | undefined;
  const kind = query && (await checkQuery(access, query, deps));
  return await commitLogged(access, deps, async (tx) => {
    const before = await findInsight(access, tx, given, { lock: true });
    if (!before || (before.deleted && body.deleted !== false)) throw notFound();
    const { id } = before;
    const old = { ...fieldsOf(before), query: before.query };
    const after = { ...merge(old, body), query: query ?? before.query };
    const placed = body.dashboards ? await placeInsight(access, tx, id, body.dashboards, deps) : [];
    const changes = [...changesBetween("Insight", old, after), ...placed];
    if (changes.length === 0) return { result: id, entries: [] };
    const now = deps.now();
    const stamps = { updatedAt: now, lastModifiedAt: now, lastModifiedBy: access.userId };
    await updateInsight(access, tx, id, { ...after, kind: kind ?? before.kind, ...stamps });
    const activity = after.deleted ? "deleted" : "updated";
    return {
      result: id,
      entries: [{ scope: "Insight", itemId: id, activity, name: nameOf(after), changes }],
    };
  });
}

type Fields = Pick<
  InsightRow,
  "name" | "derivedName" | "description" | "tags" | "favorited" | "saved" | "deleted"
>;

const EMPTY: Fields = {
  name: "",
  derivedName: null,
  description: "",
  tags: [],
  favorited: false,
  saved: true,
  deleted: false,
};

const fieldsOf = ({
  name,
  derivedName,
  description,
  tags,
  favorited,
  saved,
  deleted,
}: InsightRow): Fields => ({
  name,
  derivedName,
  description,
  tags,
  favorited,
  saved,
  deleted,
});

const nameOf = (row: Fields) => row.name || row.derivedName;

/** The fields as the body leaves them; null empties a text. */
function merge(before: Fields, body: Partial<InsightBody>): Fields {
  const { name, derived_name, description, tags, favorited, saved, deleted } = body;
  return {
    name: name === undefined ? before.name : (name ?? ""),
    derivedName: derived_name === undefined ? before.derivedName : derived_name,
    description: description === undefined ? before.description : (description ?? ""),
    tags: tags === undefined ? before.tags : [...new Set(tags)],
    favorited: favorited ?? before.favorited,
    saved: saved ?? before.saved,
    deleted: deleted ?? before.deleted,
  };
}
