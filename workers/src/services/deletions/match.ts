import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { and, asc, call, compare, desc, field, instant, list, select } from "@edgewise/core/sql/build.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { propertyFiltersToExpr } from "@edgewise/core/sql/property-filter.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { projectContext } from "../query/project-context.ts";
import { readCompiled } from "../warehouse/read.ts";

/** Which events a deletion means: of these names (none = all), in `[from, to)`, that meet the filters. */
export interface EventMatch {
  readonly events: readonly string[];
  readonly properties: readonly JsonValue[];
  /** ms. */
  readonly from: number | null;
  readonly to: number;
}

export interface Matcher {
  /** Number of events. */
  count(until: number): Promise<number>;
  /** The oldest ones with their UTC days, which rise; none when nothing is left. */
  oldest(until: number, limit: number): Promise<{ day: string; uuid: string }[]>;
  /** Events by name, most first. */
  byEvent(until: number): Promise<{ event: string; count: number }[]>;
  byDay(until: number): Promise<{ day: string; count: number }[]>;
  people(until: number): Promise<number>;
}

/** Events received up to `until` that are meant. Throws 400 for filters that can't be read. */
export async function matcherOf(
  tenant: EnvironmentTenant,
  match: EventMatch,
  deps: RegionDeps,
): Promise<Matcher> {
  const found = await findEnvironment(tenant.environmentId, deps.db);
  if (!found) throw invalid("project_id", "The project is gone.");
  const access = { ...tenant, ...found };
  const engine = await queryEngineOf(deps);
  const wire: JsonObject = { kind: "EventsQuery", properties: [...match.properties] };
  const definitions = await definitionsFor(wire, access, deps);
  const context = await projectContext(engine, access, definitions, deps.now().getTime(), false);
  const filters = propertyFiltersToExpr(match.properties, context);
  if (!filters.ok) throw invalid("properties", filters.error.message);

  const where = (until: number): Expr =>
    and(
      compare(field("timestamp"), "<", instant(match.to)),
      compare(field("created_at"), "<=", instant(until)),
      ...(match.from === null ? [] : [compare(field("timestamp"), ">=", instant(match.from))]),
      ...(match.events.length === 0 ? [] : [compare(field("event"), "in", list(match.events))]),
      filters.value,
    );
  const rows = async (parts: Omit<Parameters<typeof select>[0], "from">) => {
    const limits = { defaultRows: null, maxRows: 1_000_000 };
    const compiled = compileQuery(select({ ...parts, from: "events" }), { ...context, limits });
    if (!compiled.ok) throw invalid("properties", compiled.error.message);
    return await readCompiled(compiled.value, deps);
  };
  const number = async (expr: Expr, until: number) =>
    Number((await rows({ select: [expr], where: where(until) }))[0]?.[0] ?? 0);
  const grouped = async (name: "event" | "day", until: number, limit: number) => {
    const key = name === "day" ? call("toString", field("day")) : field(name);
    const order = name === "day" ? asc(key) : desc(call("count"));
    return await rows({
      select: [key, call("count")],
      where: where(until),
      groupBy: [key],
      orderBy: [order],
      limit,
    });
  };
  return {
    count: (until) => number(call("count"), until),
    people: (until) => number(call("uniq", field("person_key")), until),
    async oldest(until, limit) {
      const found = await rows({
        select: [call("toString", field("day")), call("toString", field("uuid"))],
        where: where(until),
        orderBy: [asc(field("day")), asc(field("uuid"))],
        limit,
      });
      return found.map(([day, uuid]) => ({ day: String(day), uuid: String(uuid) }));
    },
    async byEvent(until) {
      return (await grouped("event", until, 100)).map(([event, count]) => ({
        event: String(event),
        count: Number(count),
      }));
    },
    async byDay(until) {
      return (await grouped("day", until, 4000)).map(([day, count]) => ({
        day: String(day),
        count: Number(count),
      }));
    },
  };
}
