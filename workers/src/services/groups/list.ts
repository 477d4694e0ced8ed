import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { and, call, compare, constant, desc, eq, field, or, select } from "@edgewise/core/sql/build.ts";
import { propertyFiltersToExpr } from "@edgewise/core/sql/property-filter.ts";
import { likePattern } from "@edgewise/db/mysql/repos/like.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { type Row, readRows } from "../warehouse/read.ts";

export interface StoredGroup {
  readonly index: number;
  readonly key: string;
  readonly properties: JsonObject;
  readonly createdAt: Date;
}

export interface GroupQuery {
  readonly index: number;
  readonly key?: string | undefined;
  /** Part of the key or of the name. */
  readonly search?: string | undefined;
  /** Property filters of type `group`. */
  readonly properties?: readonly JsonValue[] | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Groups of one type, newest first; one more than `limit` when there are more. */
export async function findGroups(
  access: ProjectAccess,
  query: GroupQuery,
  deps: RegionDeps,
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
        ...(query.search ? [searched(query.search)] : []),
        ...filtered(query.properties, deps),
      ),
      orderBy: [desc(field("created_at")), desc(field("key"))],
      limit: query.limit + 1,
      offset: query.offset,
    }),
    deps,
  );
  return rows.map(groupOf);
}

function searched(text: string): Expr {
  const pattern = constant(likePattern(text));
  return or(compare(field("key"), "ilike", pattern), compare(field("properties", "name"), "ilike", pattern));
}

function filtered(filters: readonly JsonValue[] | undefined, deps: Deps): Expr[] {
  if (!filters || filters.length === 0) return [];
  const result = propertyFiltersToExpr(filters, { timezone: "UTC", now: deps.now().getTime() }, "group");
  if (!result.ok) throw invalid("properties", result.error.message);
  return [result.value];
}

function groupOf([index, key, properties, createdAt]: Row): StoredGroup {
  return {
    index: Number(index),
    key: String(key),
    properties: (typeof properties === "string" ? JSON.parse(properties || "{}") : properties) as JsonObject,
    createdAt: new Date(Number(createdAt)),
  };
}
