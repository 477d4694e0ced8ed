import type { Expr, SelectQuery } from "../sql/ast.ts";
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
  from,
  join,
  list,
  select,
} from "../sql/build.ts";

/** The events of one name on one day: what is learnt at once. */
export interface Cell {
  readonly event: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

/** How JSON values look. */
const NUMBER = "^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$";
const BOOLEAN = "^(true|false)$";
const DATE = '^"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[-+][0-9:]+)?)?"$';

/**
 * Cells that have more or fewer events than they were learnt from, newest days first: rows `event`, `day`, `total`,
 * `known` (0 = never), `learnt` (version: ms of the last time).
 */
export function staleCellsSelect(limit: number): SelectQuery {
  const totals = select({
    select: [field("event"), field("day"), alias("total", call("sum", field("count")))],
    from: "events_daily",
    groupBy: [field("event"), field("day")],
  });
  const known = select({
    select: [field("event"), field("day"), alias("events", field("count")), alias("at", field("version"))],
    from: "property_counts",
    where: and(eq(field("owner"), constant("event")), eq(field("property"), constant(""))),
  });
  return select({
    select: [
      alias("name", field("t", "event")),
      alias("date", call("toString", field("t", "day"))),
      alias("size", field("t", "total")),
      alias("seen", field("k", "events")),
      alias("learnt", field("k", "at")),
    ],
    from: [
      from(totals, "t"),
      join(
        from(known, "k"),
        "LEFT JOIN",
        and(eq(field("k", "event"), field("t", "event")), eq(field("k", "day"), field("t", "day"))),
      ),
    ],
    where: compare(field("t", "total"), "!=", field("k", "events")),
    orderBy: [desc(field("t", "day")), asc(field("t", "event"))],
    limit,
  });
}

/** What the events of one day and some names say: rows `event`, `property`, counts by look, last time (ms). */
export function learnSelect(day: string, events: readonly string[]): SelectQuery {
  const pairs = select({
    select: [
      alias("name", field("event")),
      alias("at", call("toUnixTimestamp64Milli", field("timestamp"))),
      alias(
        "pair",
        call("arrayJoin", call("JSONExtractKeysAndValuesRaw", call("toString", field("properties")))),
      ),
    ],
    from: "events",
    where: ofCells(day, events),
  });
  const looks = (pattern: string): Expr =>
    call("countIf", call("match", field("pair", 2), constant(pattern)));
  return select({
    select: [
      field("name"),
      alias("property", field("pair", 1)),
      alias("objects", call("count")),
      alias("numbers", looks(NUMBER)),
      alias("booleans", looks(BOOLEAN)),
      alias("dates", looks(DATE)),
      alias("last", call("max", field("at"))),
    ],
    from: pairs,
    where: compare(field("pair", 2), "!=", constant("null")),
    groupBy: [field("name"), field("property")],
  });
}

/** Events of the cells at that moment, which may be more than when they were found: rows `event`, `total`. */
export const cellTotalsSelect = (day: string, events: readonly string[]): SelectQuery =>
  select({
    select: [field("event"), alias("total", call("sum", field("count")))],
    from: "events_daily",
    where: ofCells(day, events),
    groupBy: [field("event")],
  });

const ofCells = (day: string, events: readonly string[]): Expr =>
  and(eq(field("day"), call("toDate", constant(day))), compare(field("event"), "in", list(events)));

export interface PropertyNamesFilter {
  readonly events?: readonly string[] | undefined;
  /** First day of the volume, `YYYY-MM-DD`. */
  readonly since: string;
}

/** Event properties by how often they were seen since then: rows `property`, counts by look, last time (ms), volume. */
export function propertyNamesSelect({ events, since }: PropertyNamesFilter, limit: number): SelectQuery {
  const recent = compare(field("day"), ">=", call("toDate", constant(since)));
  const total = (name: string): Expr => call("sum", field(name));
  return select({
    select: [
      field("property"),
      alias("objects", total("count")),
      alias("as_numbers", total("numbers")),
      alias("as_booleans", total("booleans")),
      alias("as_dates", total("dates")),
      alias("seen_last", call("toUnixTimestamp64Milli", call("max", field("last_seen")))),
      alias("volume", call("sumIf", field("count"), recent)),
    ],
    from: "property_counts",
    where: and(
      eq(field("owner"), constant("event")),
      compare(field("property"), "!=", constant("")),
      ...(events?.length ? [compare(field("event"), "in", list(events))] : []),
    ),
    groupBy: [field("property")],
    orderBy: [desc(field("volume")), desc(field("objects")), asc(field("property"))],
    limit,
  });
}
