import { keyOf } from "@edgewise/core/events/identity.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { alias, and, call, compare, constant, desc, eq, field, select } from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { requirePersonBy } from "../persons/find.ts";
import { daysAgo } from "../query/taxonomy/events.ts";
import { readRows } from "../warehouse/read.ts";
import { groupTypesOf } from "./types.ts";

const DAYS = 90;
const MOST = 100;

/** Who shared events with a person or group in the last 90 days. */
export interface Related {
  readonly persons: readonly string[];
  readonly groups: readonly { readonly index: number; readonly key: string }[];
}

/** `index` null: `id` is a person; else it is the key of a group of that type. */
export async function relatedTo(
  access: ProjectAccess,
  id: string,
  index: number | null,
  deps: RegionDeps,
): Promise<Related> {
  const own =
    index === null
      ? eq(field("person_key"), constant(BigInt(keyOf((await requirePersonBy(access, id, deps)).id))))
      : eq(field(`$group_${index}`), constant(id));
  const since = compare(field("day"), ">=", call("toDate", constant(daysAgo(deps.now(), DAYS))));
  const top = async (value: Expr, more: readonly Expr[]): Promise<string[]> => {
    const rows = await readRows(
      access,
      select({
        select: [alias("value", value), alias("total", call("count"))],
        from: "events",
        where: and(own, since, ...more),
        groupBy: [field("value")],
        orderBy: [desc(field("total"))],
        limit: MOST,
      }),
      deps,
    );
    return rows.map(([found]) => String(found));
  };
  const types = (await groupTypesOf(access.projectId, deps)).filter(
    ({ group_type_index: other }) => other !== index,
  );
  const [persons, groups] = await Promise.all([
    index === null ? [] : top(call("toString", field("person_id")), []),
    Promise.all(
      types.map(async ({ group_type_index: other }) => {
        const column = field(`$group_${other}`);
        const keys = await top(column, [compare(column, "!=", constant(""))]);
        return keys.map((key) => ({ index: other, key }));
      }),
    ),
  ]);
  return { persons, groups: groups.flat() };
}
