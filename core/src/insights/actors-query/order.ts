import type { Expr, OrderExpr } from "../../sql/ast.ts";
import { asc, desc, field } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { orderOf } from "../events-query/order.ts";
import type { QueryParser } from "../query-kind.ts";
import type { ActorSource } from "./source.ts";

/**
 * ORDER BY of a page of actors; ends with the actor's key (unless aggregated), so that pages don't overlap. `person` sorts by
 * e-mail, `group` by name. Without one: as the source says, else the newest first.
 */
export function actorOrder(
  orderBy: readonly string[] | undefined,
  source: ActorSource | undefined,
  group: number | undefined,
  aggregated: boolean,
  parser: QueryParser,
): InsightResult<OrderExpr[]> {
  const key = source ? field("actor_id") : field(group === undefined ? "person_key" : "key");
  const last = aggregated ? [] : [asc(key)];
  if (!orderBy?.length) {
    if (aggregated) return { ok: true, value: [] };
    const first = source ? (source.orderBy ?? []) : [desc(field("created_at"))];
    return { ok: true, value: [...first, ...last] };
  }
  const special: Readonly<Record<string, Expr>> = {
    id: key,
    actor_id: key,
    person: field("properties", "email"),
    actor: field("properties", group === undefined ? "email" : "name"),
    group: field("properties", "name"),
    group_name: field("properties", "name"),
  };
  const order: OrderExpr[] = [];
  for (const [index, text] of orderBy.entries()) {
    const [, name = "", direction = "ASC"] = /^\s*(.*?)(?:\s+(asc|desc))?\s*$/is.exec(text) ?? [];
    const known = Object.hasOwn(special, name) ? special[name] : source?.named?.(name);
    if (known) {
      order.push(direction.toUpperCase() === "DESC" ? desc(known) : asc(known));
      continue;
    }
    const parsed = orderOf([text], [], parser);
    if (!parsed.ok) return insightError(parsed.error.message, `query__orderBy__${index}`);
    order.push(...parsed.value);
  }
  return { ok: true, value: [...order, ...last] };
}
