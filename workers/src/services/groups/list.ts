import type { JsonObject } from "@edgewise/core/events/types.ts";
import { and, call, compare, constant, desc, eq, field, select } from "@edgewise/core/sql/build.ts";
import { likePattern } from "@edgewise/db/mysql/repos/like.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { type Row, readRows } from "../warehouse/read.ts";

export interface StoredGroup {
  readonly index: number;
  readonly key: string;
  readonly properties: JsonObject;
  readonly createdAt: Date;
}

/** Groups of one type, newest first; one more than `limit` when there are more. */
export async function findGroups(
  access: ProjectAccess,
  query: { index: number; key?: string; search?: string; limit: number; offset: number },
  deps: Deps,
): Promise<StoredGroup[]> {
  const rows = await readRows(
    access,
    select({
      select: [
        field("index"),
        field("key"),
        field("properties"),
        call("toUnixTimestamp64Milli", field("created_at")),
      ],
      from: "groups",
      where: and(
        eq(field("index"), constant(query.index)),
        ...(query.key === undefined ? [] : [eq(field("key"), constant(query.key))]),
        ...(query.search ? [compare(field("key"), "ilike", constant(likePattern(query.search)))] : []),
      ),
      orderBy: [desc(field("created_at")), desc(field("key"))],
      limit: query.limit + 1,
      offset: query.offset,
    }),
    deps,
  );
  return rows.map(groupOf);
}

function groupOf([index, key, properties, createdAt]: Row): StoredGroup {
  return {
    index: Number(index),
    key: String(key),
    properties: (typeof properties === "string" ? JSON.parse(properties || "{}") : properties) as JsonObject,
    createdAt: new Date(Number(createdAt)),
  };
}
