import type { Expr, JoinExpr, OrderExpr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  call,
  compare,
  constant,
  eq,
  field,
  from,
  join,
  or,
  select,
  table,
} from "../../sql/build.ts";
import { propertyFiltersToExpr } from "../../sql/property-filter.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { type ActorColumn, isAggregated } from "./columns.ts";
import { actorOrder } from "./order.ts";
import type { ActorsQuery } from "./schema.ts";
import { type ActorSource, OWN_ID } from "./source.ts";

export interface PageInput {
  readonly query: Pick<ActorsQuery, "search" | "properties" | "fixedProperties" | "orderBy">;
  /** Undefined: everyone who is stored. */
  readonly source: ActorSource | undefined;
  readonly group: number | undefined;
  readonly columns: readonly ActorColumn[];
  readonly limit: number;
  readonly offset: number;
}

/**
 * A page of actors: `actor_key` and `actor_uuid` (unless aggregated), then the columns that are expressions. One row
 * more than `limit` is read, to know whether there are more.
 */
export function actorsPage(input: PageInput, context: InsightContext): InsightResult<Select> {
  const { source, group, columns, limit, offset } = input;
  const conditions = conditionsOf(input, context);
  if (!conditions.ok) return conditions;
  const aggregated = isAggregated(columns);
  const order = actorOrder(input.query.orderBy, source, group, aggregated, context.parser);
  if (!order.ok) return order;
  const exprs = columns.flatMap((column) => (column.kind === "expr" ? [column.expr] : []));
  const orderBy = order.value;
  const usesProfile = [...exprs, conditions.value, ...orderBy].some((part) => needsProfile(part, source));
  const plain = aggregated ? columns.flatMap((column) => (isGrouping(column) ? [column.expr] : [])) : [];
  return {
    ok: true,
    value: select({
      select: [...(aggregated ? [] : identity(source, group)), ...exprs],
      from: relations(source, group, usesProfile),
      where: conditions.value,
      ...(plain.length > 0 ? { groupBy: plain } : {}),
      ...(orderBy.length > 0 ? { orderBy } : {}),
      limit: limit + 1,
      ...(offset > 0 ? { offset } : {}),
    }),
  };
}

const isGrouping = (column: ActorColumn): column is Extract<ActorColumn, { kind: "expr" }> =>
  column.kind === "expr" && !isAggregated([column]);

function identity(source: ActorSource | undefined, group: number | undefined): Expr[] {
  const key = source ? field("actor_id") : field(group === undefined ? "person_key" : "key");
  const uuid = source?.identified
    ? field(OWN_ID)
    : !source && group === undefined
      ? field("id")
      : constant("");
  return [alias("actor_key", call("toString", key)), alias("actor_uuid", call("toString", uuid))];
}

/** Who is asked for, with the stored profile where it is needed. */
function relations(source: ActorSource | undefined, group: number | undefined, profile: boolean): JoinExpr[] {
  if (group === undefined) {
    const stored = table("persons", "person");
    if (!source) return [stored];
    const same = eq(field("person", "person_key"), field("who", "actor_id"));
    return profile
      ? [from(source.select, "who"), join(stored, "LEFT JOIN", same)]
      : [from(source.select, "who")];
  }
  const stored = from(
    select({
      select: [field("key"), field("properties"), field("created_at")],
      from: "groups",
      where: eq(field("index"), constant(group)),
    }),
    "group",
  );
  if (!source) return [stored];
  const same = eq(field("group", "key"), field("who", "actor_id"));
  return profile
    ? [from(source.select, "who"), join(stored, "LEFT JOIN", same)]
    : [from(source.select, "who")];
}

/** True when an expression names a field that is not the source's own. */
function needsProfile(part: unknown, source: ActorSource | undefined): boolean {
  if (Array.isArray(part)) return part.some((item) => needsProfile(item, source));
  if (typeof part !== "object" || part === null) return false;
  const node = part as Expr | OrderExpr;
  if (node.node === "SelectQuery" || node.node === "SelectSetQuery") return false;
  if (node.node !== "Field") return Object.values(node).some((item) => needsProfile(item, source));
  const [first] = node.chain;
  return !["actor_id", OWN_ID, ...(source?.columns ?? [])].includes(String(first));
}

function conditionsOf({ query, source, group }: PageInput, context: InsightContext): InsightResult<Expr> {
  const conditions: Expr[] = [];
  const scope = group === undefined ? "person" : "group";
  for (const key of ["properties", "fixedProperties"] as const) {
    const filters = propertyFiltersToExpr(query[key], context, scope);
    if (!filters.ok) return insightError(filters.error.message, `query__${key}`);
    conditions.push(filters.value);
  }
  const search = query.search?.trim();
  if (search) conditions.push(group === undefined ? personHas(search, source) : groupHas(search));
  return { ok: true, value: and(...conditions) };
}

/** Text that contains another, whatever the case. */
const contains = (text: Expr, search: string): Expr =>
  compare(
    call("positionCaseInsensitiveUTF8", call("ifNull", text, constant("")), constant(search)),
    ">",
    constant(0),
  );

function personHas(search: string, source: ActorSource | undefined): Expr {
  const named = select({
    select: [field("person_key")],
    from: "person_distinct_ids",
    where: contains(field("distinct_id"), search),
  });
  return or(
    contains(field("person", "properties", "email"), search),
    contains(field("person", "properties", "name"), search),
    contains(call("toString", field("person", "id")), search),
    compare(source ? field("actor_id") : field("person_key"), "in", named),
  );
}

const groupHas = (search: string): Expr =>
  or(contains(field("group", "properties", "name"), search), contains(field("group", "key"), search));
