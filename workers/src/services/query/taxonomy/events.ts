import {
  alias,
  and,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  select,
} from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { readRows } from "../../warehouse/read.ts";

/** An event name of an environment, with what is known from the data. */
export interface EventName {
  readonly name: string;
  /** Events of the last 30 days. */
  readonly volume: number;
  readonly total: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

export interface EventNamesQuery {
  readonly search?: string | undefined;
  readonly name?: string | undefined;
  /** `posthog`: names that start with `$`; `custom`: the others. */
  readonly type?: "custom" | "posthog" | undefined;
}

const MAX_NAMES = 5000;
const VOLUME_DAYS = 30;

/** Event names that arrived so far, most frequent of the last 30 days first; read from the daily counts. */
export async function eventNames(
  deps: RegionDeps,
  access: ProjectAccess,
  query: EventNamesQuery,
): Promise<EventName[]> {
  const recent = compare(field("day"), ">=", call("toDate", constant(daysAgo(deps.now(), VOLUME_DAYS))));
  const dollar = call("startsWith", field("event"), constant("$"));
  const rows = await readRows(
    access,
    select({
      select: [
        field("event"),
        alias("volume", call("sumIf", field("count"), recent)),
        alias("total", call("sum", field("count"))),
        alias("first", call("min", field("first_seen"))),
        alias("last", call("max", field("last_seen"))),
      ],
      from: "events_daily",
      where: and(
        ...(query.search ? [compare(field("event"), "ilike", constant(likeAnywhere(query.search)))] : []),
        ...(query.name === undefined ? [] : [eq(field("event"), constant(query.name))]),
        ...(query.type === "posthog" ? [dollar] : []),
        ...(query.type === "custom" ? [call("not", dollar)] : []),
      ),
      groupBy: [field("event")],
      orderBy: [desc(field("volume")), desc(field("total")), asc(field("event"))],
      limit: MAX_NAMES,
    }),
    deps,
  );
  // Events that were deleted with their person leave their name behind.
  const alive = rows.filter(([, , total]) => Number(total) > 0);
  return alive.map(([name, volume, total, first, last]) => ({
    name: String(name),
    volume: Number(volume),
    total: Number(total),
    firstSeen: engineTime(first),
    lastSeen: engineTime(last),
  }));
}

/** A LIKE pattern that finds the text anywhere, its own wildcards taken literally. */
export const likeAnywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;

/** `YYYY-MM-DD` (UTC) some days before now. */
export const daysAgo = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

/** A datetime as the engine writes it in UTC: `2026-01-31 10:00:00.000`. */
export const engineTime = (value: unknown): Date => new Date(`${String(value).replace(" ", "T")}Z`);
