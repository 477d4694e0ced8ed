import type { JsonObject } from "../../events/types.ts";
import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  call,
  compare,
  constant,
  desc,
  field,
  lambda,
  list,
  select,
  tuple,
} from "../../sql/build.ts";
import { encoderOf } from "../encode-rows.ts";
import type { InsightResult } from "../error.ts";
import { matchingEvents } from "../funnel/actors.ts";
import { funnelParts } from "../funnel/parts.ts";
import type { EngineRows, InsightContext } from "../query-kind.ts";
import { trendsEvents } from "../trends/actors.ts";
import type { ActorSourceQuery } from "./schema.ts";

/** Recorded sessions of each actor, by key: those in which something happened that the number counts. */
export type Recordings = ReadonlyMap<string, readonly JsonObject[]>;

const MOST_EVENTS = 10;

/**
 * Events that a number is made of, where they can be watched: of a trend the point's, of a funnel those of its steps.
 * Undefined for other insights.
 */
export function watchedEvents(
  query: ActorSourceQuery,
  context: InsightContext,
): InsightResult<Expr> | undefined {
  if (query.kind === "FunnelsActorsQuery") {
    const parts = funnelParts(query.source, context);
    if (!parts.ok) return parts;
    const label = query.compare === "previous" ? "previous" : "current";
    const part = parts.value.find((one) => (one.label ?? "current") === label) ?? parts.value[0];
    return { ok: true, value: matchingEvents(part.plan) };
  }
  if (query.kind !== "InsightActorsQuery" || query.source.kind !== "TrendsQuery") return undefined;
  const { source, ...asked } = query;
  return trendsEvents(source, asked, context);
}

/** The recorded sessions of these actors: read with {@link toRecordings}. */
export function recordingsOf(keys: readonly string[], group: number | undefined, events: Expr): Select {
  const key = field(group === undefined ? "person_key" : `$group_${group}`);
  const wanted = list(group === undefined ? keys.map((one) => BigInt(one)) : keys);
  const recorded = select({ select: [field("session_id")], from: "session_recordings" });
  const event = tuple(field("uuid"), field("timestamp"), field("properties", "$window_id"));
  const byTime = lambda(["e"], { node: "TupleAccess", tuple: field("e"), index: 2 });
  const sorted = call("arraySort", byTime, call("groupArray", event));
  return select({
    select: [
      alias("recorded_key", call("toString", key)),
      alias("recorded_session", field("$session_id")),
      alias("recorded_events", call("arraySlice", sorted, constant(1), constant(MOST_EVENTS))),
    ],
    from: "events",
    where: and(
      compare(key, "in", wanted),
      compare(field("$session_id"), "!=", constant("")),
      compare(field("$session_id"), "in", recorded),
      events,
    ),
    groupBy: [field("recorded_key"), field("recorded_session")],
    orderBy: [desc(field("recorded_session"))],
  });
}

export function toRecordings({ columns, rows }: EngineRows): Recordings {
  const encode = encoderOf(columns[2]?.type ?? "Array(Tuple(UUID, DateTime64(3, 'UTC'), Nullable(String)))");
  const found = new Map<string, JsonObject[]>();
  for (const [key, session, events] of rows) {
    const items = (encode(events) as unknown as [string, string, string | null][]).map(
      ([uuid, timestamp, window]) => ({ uuid, timestamp, window_id: window ?? "" }),
    );
    const own = found.get(String(key)) ?? [];
    own.push({ session_id: String(session), events: items });
    found.set(String(key), own);
  }
  return found;
}
