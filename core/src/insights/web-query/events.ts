import type { Expr } from "../../sql/ast.ts";
import { call, compare, constant, eq, field, list } from "../../sql/build.ts";
import { cleanedPath } from "../../sql/filter/path-cleaning.ts";
import type { InsightResult } from "../error.ts";
import { doneAction } from "../events-query/compile.ts";
import type { InsightContext } from "../query-kind.ts";
import type { WebQuery } from "./schema.ts";

/** A page or a screen was seen. */
export const IS_VIEW: Expr = compare(field("event"), "in", list(["$pageview", "$screen"]));

export const property = (name: string): Expr => field("properties", name);

export const isEvent = (name: string): Expr => eq(field("event"), constant(name));

/** The events that convert; undefined when the query has no goal. */
export function goalOf(query: WebQuery, context: InsightContext): InsightResult<Expr | undefined> {
  const goal = query.conversionGoal;
  if (!goal) return { ok: true, value: undefined };
  if ("customEventName" in goal) return { ok: true, value: isEvent(goal.customEventName) };
  return doneAction(goal.actionId, "query__conversionGoal__actionId", context);
}

/** A path, cleaned by the project's rules when the query asks for it. */
export const pathOf = (path: Expr, query: WebQuery, context: InsightContext): Expr =>
  query.doPathCleaning ? cleanedPath(path, context) : path;

/** `host` and `path` as one text; no path, nothing. */
export const withHost = (host: Expr, path: Expr): Expr =>
  call("concat", call("ifNull", host, constant("")), path);
