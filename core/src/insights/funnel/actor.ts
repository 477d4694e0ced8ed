import type { Expr } from "../../sql/ast.ts";
import { compare, constant } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { actorField, presence, SESSION } from "../trends/math.ts";
import type { FunnelsQuery } from "./schema.ts";

export interface FunnelActor {
  readonly actor: Expr;
  readonly actorKind: "person" | "group" | "other";
  /** Type of the groups. */
  readonly group: number | undefined;
  /** Conditions that an event has one. */
  readonly actorPresent: readonly Expr[];
}

/** Who goes through a funnel: persons, groups of a type, sessions, or the values of an SQL expression. */
export function funnelActor(query: FunnelsQuery, context: InsightContext): InsightResult<FunnelActor> {
  const sql = query.funnelsFilter?.funnelAggregateByHogQL?.trim() ?? "";
  if (sql === "" || sql === "person_id") {
    const group = query.aggregation_group_type_index;
    const actorKind = group === undefined ? "person" : "group";
    return ok(actorField(group), actorKind, group);
  }
  if (sql === "properties.$session_id" || sql === "$session_id") return ok(SESSION, "other");
  const parsed = context.parser.parseExpr(sql);
  if (!parsed.ok) return insightError(parsed.error.message, "query__funnelsFilter__funnelAggregateByHogQL");
  const present = compare(parsed.value, "!=", constant(null));
  const actor = parsed.value;
  return { ok: true, value: { actor, actorKind: "other", group: undefined, actorPresent: [present] } };
}

const ok = (
  actor: Expr,
  actorKind: FunnelActor["actorKind"],
  group?: number,
): InsightResult<FunnelActor> => ({
  ok: true,
  value: { actor, actorKind, group, actorPresent: presence(actor) },
});
