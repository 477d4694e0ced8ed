import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import type { SenderUnits } from "@edgewise/core/billing/spikes.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { and, call, compare, constant, eq, field, instant, not, select } from "@edgewise/core/sql/build.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { propertyFiltersToExpr } from "@edgewise/core/sql/property-filter.ts";
import type { RegionDeps } from "../../deps.ts";
import { definitionsFor } from "../query/definitions.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { type Row, readCompiled } from "../warehouse/read.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HISTORY_DAYS = 7;

async function rowsOf(
  tenant: QueryTenant,
  query: ReturnType<typeof select>,
  deps: RegionDeps,
): Promise<readonly Row[]> {
  const compiled = compileQuery(query, {
    environmentId: tenant.environmentId,
    timezone: "UTC",
    weekStartDay: 0,
    hasPersonOverrides: true,
    now: deps.now().getTime(),
    limits: { defaultRows: null, maxRows: 100_000 },
    ...(await definitionsFor(null, tenant, deps)),
  });
  if (!compiled.ok) throw new Error(`a query of our own does not compile: ${compiled.error.message}`);
  return await readCompiled(compiled.value, deps);
}

const property = (name: string) => call("ifNull", call("toString", field("properties", name)), constant(""));

function arrivedWithin(from: number, to: number): Expr {
  return and(
    compare(field("created_at"), ">=", instant(from)),
    compare(field("created_at"), "<", instant(to)),
    eq(field("sample_weight"), constant(1)),
  );
}

export interface RawCell {
  readonly key: string;
  readonly stored: number;
  readonly bot: number;
}

/** The same for what happened about when it arrived: only those days are read. */
function arrivedSoonWithin(from: number, to: number): Expr {
  return and(
    arrivedWithin(from, to),
    compare(field("timestamp"), ">=", instant(from - 2 * DAY_MS)),
    compare(field("timestamp"), "<", instant(to + DAY_MS)),
    eq(field("bot"), constant(0)),
  );
}

/** What the stored events of a UTC day of arrival say: the same cells as the meter, counted anew. */
export async function rawCells(tenant: QueryTenant, day: string, deps: RegionDeps): Promise<RawCell[]> {
  const from = Date.parse(day);
  const groups = [property("$lib"), field("event")];
  const query = select({
    select: [...groups, call("count"), call("sum", field("bot"))],
    from: "events",
    where: arrivedWithin(from, from + DAY_MS),
    groupBy: groups,
  });
  return (await rowsOf(tenant, query, deps)).map(([sdk, event, stored, bot]) => ({
    key: meterKey(String(sdk), String(event)),
    stored: Number(stored),
    bot: Number(bot),
  }));
}

/** Stored events of test accounts of a UTC day of arrival, bots not among them; null: the project names no test accounts. */
export async function testCells(
  tenant: QueryTenant,
  day: string,
  deps: RegionDeps,
): Promise<Record<string, number> | null> {
  const { test_account_filters: filters } = { ...tenant.project.settings, ...tenant.environment.settings };
  if (!Array.isArray(filters) || filters.length === 0) return null;
  const definitions = await definitionsFor(null, tenant, deps);
  const context = { timezone: "UTC", now: deps.now().getTime(), ...definitions };
  const real = propertyFiltersToExpr(filters as JsonValue[], context);
  if (!real.ok) throw new Error(`test account filters: ${real.error.message}`);
  const from = Date.parse(day);
  const groups = [property("$lib"), field("event")];
  const query = select({
    select: [...groups, call("count")],
    from: "events",
    where: and(
      arrivedWithin(from, from + DAY_MS),
      eq(field("bot"), constant(0)),
      not(call("ifNull", real.value, constant(0))),
    ),
    groupBy: groups,
  });
  const rows = await rowsOf(tenant, query, deps);
  return Object.fromEntries(
    rows.map(([sdk, event, count]) => [meterKey(String(sdk), String(event)), Number(count)]),
  );
}

/** Events that arrived in the hour from `from`, and in the same hour of each of the seven days before, newest first. */
export async function sameHours(tenant: QueryTenant, from: number, deps: RegionDeps): Promise<number[]> {
  const counts: number[] = [];
  for (let back = 0; back <= HISTORY_DAYS; back++) {
    const start = from - back * DAY_MS;
    const query = select({
      select: [call("count")],
      from: "events",
      where: arrivedSoonWithin(start, start + HOUR_MS),
    });
    counts.push(Number((await rowsOf(tenant, query, deps))[0]?.[0] ?? 0));
  }
  return counts;
}

/** Who sent the events of an hour, and how many they sent in the same hour of the days before, on average. */
export async function sendersOf(tenant: QueryTenant, from: number, deps: RegionDeps): Promise<SenderUnits[]> {
  const release = call(
    "coalesce",
    field("properties", "$release"),
    field("properties", "$app_version"),
    constant(""),
  );
  const groups = [field("event"), property("$lib"), property("$lib_version"), call("toString", release)];
  const ask = async (start: number, end: number) => {
    const query = select({
      select: [...groups, call("count")],
      from: "events",
      where: arrivedSoonWithin(start, end),
      groupBy: groups,
    });
    return await rowsOf(tenant, query, deps);
  };
  const before = new Map<string, number>();
  for (let back = 1; back <= HISTORY_DAYS; back++) {
    for (const row of await ask(from - back * DAY_MS, from - back * DAY_MS + HOUR_MS)) {
      const key = JSON.stringify(row.slice(0, 4));
      before.set(key, (before.get(key) ?? 0) + Number(row[4]) / HISTORY_DAYS);
    }
  }
  return (await ask(from, from + HOUR_MS)).map((row) => {
    const [event, sdk, sdkVersion, name, count] = row;
    return {
      event: String(event),
      sdk: String(sdk),
      sdkVersion: String(sdkVersion),
      release: String(name),
      now: Number(count),
      before: before.get(JSON.stringify(row.slice(0, 4))) ?? 0,
    };
  });
}
