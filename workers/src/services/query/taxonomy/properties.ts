import { type ValueType, valueType } from "@edgewise/core/definitions/value-type.ts";
import type { Expr, Select } from "@edgewise/core/sql/ast.ts";
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
  list,
  select,
  table,
} from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { readRows } from "../../warehouse/read.ts";
import { daysAgo, eventNames, likeAnywhere } from "./events.ts";
import { sessionProperties } from "./session-properties.ts";

export type PropertyOwner = "event" | "person" | "group" | "session";

/** A property name with what a sample of the data says about it. */
export interface PropertyName {
  readonly name: string;
  readonly type: ValueType;
  /** How many objects of the sample have it. */
  readonly count: number;
}

export interface PropertyNamesQuery {
  readonly owner: PropertyOwner;
  readonly groupTypeIndex?: number | undefined;
  readonly events?: readonly string[] | undefined;
}

const SAMPLE_EVENTS = 20_000;
const SAMPLE_OBJECTS = 20_000;
const SAMPLE_DAYS = 30;
const MAX_NAMES = 3000;

const NUMBER = "^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$";
const BOOLEAN = "^(true|false)$";
const DATE = '^"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[-+][0-9:]+)?)?"$';

/** Property names by how often they occur in a sample of the last 30 days (events) or of all persons or groups. */
export async function propertyNames(
  deps: RegionDeps,
  access: ProjectAccess,
  query: PropertyNamesQuery,
): Promise<PropertyName[]> {
  if (query.owner === "session") return sessionProperties();
  const rows = await readRows(access, namesQuery(await sampleOf(deps, access, query)), deps);
  return rows.map(([name, count, numbers, booleans, dates]) => ({
    name: String(name),
    count: Number(count),
    type: valueType({
      count: Number(count),
      numbers: Number(numbers),
      booleans: Number(booleans),
      dates: Number(dates),
    }),
  }));
}

/** `name, count, numbers, booleans, dates` over the objects that `sample` yields as `object`. */
function namesQuery(sample: Select): Select {
  const raw = (pattern: string): Expr => call("match", field("pair", 2), constant(pattern));
  const pairs = select({
    select: [alias("pair", call("arrayJoin", call("JSONExtractKeysAndValuesRaw", field("object"))))],
    from: sample,
  });
  return select({
    select: [
      alias("name", field("pair", 1)),
      alias("objects", call("count")),
      alias("numbers", call("countIf", raw(NUMBER))),
      alias("booleans", call("countIf", raw(BOOLEAN))),
      alias("dates", call("countIf", raw(DATE))),
    ],
    from: pairs,
    where: compare(field("pair", 2), "!=", constant("null")),
    groupBy: [field("name")],
    orderBy: [desc(field("objects")), asc(field("name"))],
    limit: MAX_NAMES,
  });
}

async function sampleOf(deps: RegionDeps, access: ProjectAccess, query: PropertyNamesQuery): Promise<Select> {
  const object = alias("object", call("toString", field("properties")));
  if (query.owner === "person") return select({ select: [object], from: "persons", limit: SAMPLE_OBJECTS });
  if (query.owner === "group") {
    const index = query.groupTypeIndex;
    return select({
      select: [object],
      from: "groups",
      where: index === undefined ? and() : eq(field("index"), constant(index)),
      limit: SAMPLE_OBJECTS,
    });
  }
  const names = await eventNames(deps, access, {});
  const wanted = query.events?.length ? names.filter(({ name }) => query.events?.includes(name)) : names;
  const volume = wanted.reduce((sum, { volume: one }) => sum + one, 0);
  const ratio = Math.min(1, SAMPLE_EVENTS / Math.max(1, volume));
  const from = table("events");
  return select({
    select: [object],
    from: [ratio < 1 ? { ...from, sample: { node: "SampleExpr", ratio } } : from],
    where: and(
      // Without recent events the older ones tell.
      ...(volume > 0
        ? [compare(field("day"), ">=", call("toDate", constant(daysAgo(deps.now(), SAMPLE_DAYS))))]
        : []),
      ...(query.events?.length ? [compare(field("event"), "in", list(query.events))] : []),
    ),
    limit: SAMPLE_EVENTS * 2,
  });
}

export interface ValuesQuery {
  readonly owner: PropertyOwner;
  readonly key: string;
  readonly search?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly groupTypeIndex?: number | undefined;
}

const VALUE_DAYS = 30;
const MAX_VALUES = 50;

/** Values of a property, most frequent first: `[value, count]`. Events of the last 30 days; all persons or groups. */
export async function propertyValues(
  deps: RegionDeps,
  access: ProjectAccess,
  query: ValuesQuery,
): Promise<{ value: string; count: number }[]> {
  const value = valueExpr(query);
  const conditions: Expr[] = [compare(field("value"), "!=", constant(""))];
  if (query.owner === "event") {
    conditions.push(compare(field("day"), ">=", call("toDate", constant(daysAgo(deps.now(), VALUE_DAYS)))));
    if (query.events?.length) conditions.push(compare(field("event"), "in", list(query.events)));
  }
  if (query.owner === "group" && query.groupTypeIndex !== undefined) {
    conditions.push(eq(field("index"), constant(query.groupTypeIndex)));
  }
  if (query.search) conditions.push(compare(field("value"), "ilike", constant(likeAnywhere(query.search))));
  const rows = await readRows(
    access,
    select({
      select: [
        alias("value", call("ifNull", call("toString", value), constant(""))),
        alias("total", call("count")),
      ],
      from: TABLES[query.owner],
      where: and(...conditions),
      groupBy: [field("value")],
      orderBy: [desc(field("total")), asc(field("value"))],
      limit: MAX_VALUES,
    }),
    deps,
  );
  return rows.map(([text, count]) => ({ value: String(text), count: Number(count) }));
}

const TABLES: Readonly<Record<PropertyOwner, string>> = {
  event: "events",
  person: "persons",
  group: "groups",
  session: "sessions",
};

/** Columns that are asked for like event properties. */
const EVENT_COLUMNS: ReadonlySet<string> = new Set(["event", "distinct_id"]);

function valueExpr({ owner, key }: ValuesQuery): Expr {
  if (owner === "session") return field(key);
  if (owner === "event" && EVENT_COLUMNS.has(key)) return field(key);
  return field("properties", key);
}
