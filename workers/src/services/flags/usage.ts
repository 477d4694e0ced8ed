import { call, compare, constant, eq, field, instant, select } from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import type { Usage } from "../../partition/config/usage-store.ts";
import { readRows } from "../warehouse/read.ts";

type Place = Pick<ProjectAccess, "projectId" | "environmentId">;

/** When each flag was last evaluated by a request, by key; empty when nobody can say. */
export async function lastEvaluated(
  place: Place,
  deps: RegionDeps,
): Promise<Readonly<Record<string, number>>> {
  return await deps
    .configOf(place.projectId)
    .lastEvaluated(place.environmentId)
    .catch(() => ({}));
}

/** Counted requests and evaluations of UTC days, inclusive. */
export async function countedUsage(
  place: Place,
  days: { readonly from: string; readonly to: string },
  key: string | null,
  deps: RegionDeps,
): Promise<Usage> {
  return await deps.configOf(place.projectId).usage(place.environmentId, days.from, days.to, key);
}

/** What SDKs reported with `$feature_flag_called`, which they send once for a person, flag and value. */
export interface CalledCount {
  readonly day: string;
  readonly response: string;
  readonly sdk: string;
  readonly reason: string;
  readonly count: number;
  /** ms since the epoch. */
  readonly last: number;
}

/** Reports about a flag since a moment (ms), by day, value, SDK and reason. */
export async function calledUsage(
  access: ProjectAccess,
  key: string,
  since: number,
  deps: RegionDeps,
): Promise<CalledCount[]> {
  const property = (name: string) => call("toString", field("properties", name));
  const groups = [
    call("toString", call("toDate", field("timestamp"))),
    property("$feature_flag_response"),
    property("$lib"),
    property("$feature_flag_reason"),
  ];
  const query = select({
    select: [...groups, call("count"), call("toUnixTimestamp", call("max", field("timestamp")))],
    from: "events",
    where: call(
      "and",
      eq(field("event"), constant("$feature_flag_called")),
      compare(field("timestamp"), ">=", instant(since)),
      eq(field("properties", "$feature_flag"), constant(key)),
    ),
    groupBy: groups,
  });
  const rows = await readRows(access, query, deps);
  return rows.map(([day, response, sdk, reason, count, last]) => ({
    day: String(day),
    response: response == null ? "" : String(response),
    sdk: sdk == null ? "" : String(sdk),
    reason: reason == null ? "" : String(reason),
    count: Number(count),
    last: Number(last) * 1000,
  }));
}
