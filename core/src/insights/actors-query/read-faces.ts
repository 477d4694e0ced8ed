import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  call,
  compare,
  constant,
  eq,
  field,
  from,
  join,
  list,
  select,
  unionAll,
} from "../../sql/build.ts";
import { encoderOf } from "../encode-rows.ts";
import type { EngineRows } from "../query-kind.ts";
import { type Face, parsedObject } from "./face.ts";

/**
 * What is stored of these persons or groups, by their keys: read with {@link toFaces}. Of persons without profile the
 * events know the distinct IDs and, if `unnamed`, the UUID.
 */
export function facesOf(keys: readonly string[], group: number | undefined, unnamed: boolean): Select {
  if (group !== undefined) return groups(keys, group);
  const wanted = list(keys.map((key) => BigInt(key)));
  return unionAll(persons(wanted), strangers(wanted, unnamed));
}

/** Persons as their events have them: nobody merged them, so each has the key of its distinct ID. */
function strangers(wanted: Expr, unnamed: boolean): Select {
  const key = field("distinct_key");
  const stored = select({
    select: [field("person_key")],
    from: "persons",
    where: compare(field("person_key"), "in", wanted),
  });
  return select({
    select: [
      alias("face_key", call("toString", key)),
      alias("known", constant(false)),
      alias("face_id", unnamed ? call("toString", call("any", field("person_id"))) : constant("")),
      alias("face_properties", constant("")),
      alias("created", call("max", field("timestamp"))),
      alias("identified", constant(false)),
      alias("distinct_ids", call("arraySort", call("groupUniqArray", field("distinct_id")))),
    ],
    from: "events",
    where: and(compare(key, "in", wanted), compare(key, "not in", stored)),
    groupBy: [key],
  });
}

function persons(wanted: Expr): Select {
  const profiles = select({
    select: [
      alias("profile_key", field("person_key")),
      field("id"),
      field("properties"),
      field("is_identified"),
      field("created_at"),
    ],
    from: "persons",
    where: compare(field("person_key"), "in", wanted),
  });
  const ids = select({
    select: [
      alias("ids_key", field("person_key")),
      alias("own_id", call("any", field("person_id"))),
      alias("all_ids", call("arraySort", call("groupArray", field("distinct_id")))),
    ],
    from: "person_distinct_ids",
    where: compare(field("person_key"), "in", wanted),
    groupBy: [field("ids_key")],
  });
  return select({
    select: [
      alias(
        "face_key",
        call("toString", call("if", known("profile_key"), field("profile_key"), field("ids_key"))),
      ),
      alias("known", known("profile_key")),
      alias("face_id", call("toString", call("if", known("profile_key"), field("id"), field("own_id")))),
      alias("face_properties", field("properties")),
      alias("created", field("created_at")),
      alias("identified", field("is_identified")),
      alias("distinct_ids", field("all_ids")),
    ],
    from: [
      from(ids, "ids"),
      join(from(profiles, "profiles"), "FULL JOIN", eq(field("ids_key"), field("profile_key"))),
    ],
  });
}

/** A key is never 0, which stands for a missing row of a join. */
const known = (name: string) => compare(field(name), "!=", constant(0));

function groups(keys: readonly string[], index: number): Select {
  return select({
    select: [
      alias("face_key", field("key")),
      alias("known", constant(1)),
      alias("face_id", field("key")),
      alias("face_properties", field("properties")),
      alias("created", field("created_at")),
      alias("identified", constant(0)),
      alias("distinct_ids", call("array")),
    ],
    from: "groups",
    where: and(eq(field("index"), constant(index)), compare(field("key"), "in", list(keys))),
  });
}

/** Rows of {@link facesOf} by key. */
export function toFaces({ columns, rows }: EngineRows, group: number | undefined): ReadonlyMap<string, Face> {
  const date = encoderOf(columns[4]?.type ?? "String");
  // Of several rows the profile counts.
  const ordered = rows.toSorted((a, b) => Number(a[1]) - Number(b[1]));
  return new Map(
    ordered.map(([key, known, id, properties, createdAt, identified, distinctIds]) => [
      String(key),
      {
        id: String(id),
        known: Boolean(Number(known)),
        properties: parsedObject(properties),
        createdAt: Number(known) ? date(createdAt) : null,
        identified: Boolean(Number(identified)),
        distinctIds: Array.isArray(distinctIds) ? distinctIds.map(String) : [],
        group,
      },
    ]),
  );
}

/** The face of someone of whom nothing is stored. */
export const stranger = (id: string, group: number | undefined): Face => ({
  id,
  known: false,
  properties: {},
  createdAt: null,
  identified: false,
  distinctIds: [],
  group,
});
