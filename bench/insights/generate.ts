import { mapIndex } from "@edgewise/core/events/properties.ts";
import type { Engine } from "@edgewise/db/local/warehouse/engine/engine.ts";
import { DATABASE } from "../engine.ts";

export interface ProjectSize {
  readonly events: number;
  readonly persons: number;
}

/** First day and number of days of the generated project. */
export const FIRST_DAY = "2026-04-01";
export const DAYS = 90;

/** Property of every event that names the variant its person has. */
export const VARIANT = "$feature/checkout";

const CHUNK = 500_000;

/** Events that follow each other in one session. */
const VISIT = 6;

/** A fraction in [0, 1) that depends on `what` and `salt` alone. */
const random = (salt: number, what = "number"): string =>
  `(cityHash64(${what}, ${salt}) / 18446744073709551616.)`;

/** One of `values` by weight: `[["Chrome", 60], …]`, weights of 100. */
function pick(fraction: string, values: readonly (readonly [string, number])[]): string {
  let sum = 0;
  const branches = values.slice(0, -1).map(([value, weight]) => {
    sum += weight;
    return `${fraction} < ${sum / 100}, '${value}'`;
  });
  return `multiIf(${branches.join(", ")}, '${values.at(-1)![0]}')`;
}

const EVENTS = pick("random_event", [
  ["$pageview", 52],
  ["$autocapture", 20],
  ["product viewed", 12],
  ["added to cart", 7],
  ["checkout started", 4],
  ["signed up", 2],
  ["purchased", 2],
  ["invited teammate", 1],
]);

/** `m0 … m15` of properties without a column of their own. */
function maps(properties: Readonly<Record<string, string>>): string {
  const byMap = new Map<number, string[]>();
  for (const [name, value] of Object.entries(properties)) {
    const index = mapIndex(name);
    byMap.set(index, [...(byMap.get(index) ?? []), `'${name}', ${value}`]);
  }
  return [...byMap].map(([index, pairs]) => `map(${pairs.join(", ")}) AS m${index}`).join(",\n    ");
}

const eventsSelect = (from: number, count: number, { persons }: ProjectSize): string => `
WITH
  intDiv(number, ${VISIT}) AS visit,
  ${random(1, "visit")} AS random_person, ${random(2, "visit")} AS random_day, ${random(3, "visit")} AS random_second,
  ${random(4)} AS random_event,
  -- A few people do most of what happens.
  toUInt32(floor(${persons} * pow(random_person, 2))) AS person,
  toUInt32(floor(${DAYS} * sqrt(random_day))) AS day_number,
  toUInt32(floor(86000 * random_second)) + 60 * (number % ${VISIT}) AS second_of_day,
  person % 10 = 0 AND visit % 3 = 0 AS anonymous,
  concat(if(anonymous, 'anonymous-', 'user-'), toString(person)) AS id,
  (toDateTime64('${FIRST_DAY} 00:00:00', 3, 'UTC') + toIntervalSecond(86400 * day_number + second_of_day))
    + toIntervalMillisecond(number % 1000) AS at,
  ${EVENTS} AS name,
  concat('/page/', toString(toUInt32(floor(2000 * pow(${random(5)}, 3))))) AS path,
  ${pick(random(6, "person"), [
    ["Chrome", 60],
    ["Safari", 20],
    ["Firefox", 10],
    ["Edge", 7],
    ["Opera", 3],
  ])} AS browser,
  ${pick(random(7, "person"), [
    ["free", 70],
    ["pro", 25],
    ["enterprise", 5],
  ])} AS plan,
  ['US', 'DE', 'GB', 'FR', 'IN', 'BR', 'JP', 'CA', 'AU', 'NL'][1 + cityHash64(person, 8) % 10] AS country,
  ['Windows', 'Mac OS X', 'Linux', 'Android', 'iOS'][1 + cityHash64(person, 9) % 5] AS os,
  ['', '', '', 'google', 'newsletter', 'twitter'][1 + cityHash64(visit, 10) % 6] AS source,
  toString(round(5 + 200 * pow(${random(11)}, 2), 2)) AS amount,
  ['control', 'test'][1 + cityHash64(person, 13) % 2] AS variant,
  concat('s-', toString(visit)) AS session
SELECT
  1 AS environment_id, reinterpretAsUUID(concat(reinterpretAsString(cityHash64(number, 12)), reinterpretAsString(number))) AS uuid,
  name AS event, at AS timestamp, toDate(at) AS day, toStartOfHour(at) AS hour, at AS received_at,
  id AS distinct_id, cityHash64(id) AS distinct_key,
  reinterpretAsUUID(concat(reinterpretAsString(cityHash64(id)), reinterpretAsString(toUInt64(1)))) AS person_id,
  cityHash64(id) AS person_key, 'full' AS person_mode,
  session AS session_id, cityHash64(session) AS session_key, 'events' AS lane,
  concat('https://shop.example', path) AS p_current_url, path AS p_pathname, 'shop.example' AS p_host,
  browser AS p_browser, os AS p_os, if(os IN ('Android', 'iOS'), 'Mobile', 'Desktop') AS p_device_type,
  'web' AS p_lib, country AS p_geoip_country_code, source AS p_utm_source,
  ${maps({ plan: "plan", amount: "amount", step: "toString(number % 4)", [VARIANT]: "variant" })},
  concat('{"$current_url":"https://shop.example', path, '","$pathname":"', path, '","$host":"shop.example","$browser":"', browser,
    '","$os":"', os, '","$lib":"web","$geoip_country_code":"', country, '","utm_source":"', source, '","plan":"', plan,
    '","amount":', amount, ',"step":', toString(number % 4), '}') AS properties
FROM numbers(${from}, ${count})`;

const EVENT_COLUMNS =
  "environment_id, uuid, event, timestamp, day, hour, received_at, distinct_id, distinct_key, person_id, person_key, person_mode, session_id, session_key, lane, p_current_url, p_pathname, p_host, p_browser, p_os, p_device_type, p_lib, p_geoip_country_code, p_utm_source";
const MAP_COLUMNS = [...new Set(["plan", "amount", "step", VARIANT].map(mapIndex))].map(
  (index) => `m${index}`,
);

const person = (id: string): string =>
  `reinterpretAsUUID(concat(reinterpretAsString(cityHash64(${id})), reinterpretAsString(toUInt64(1))))`;

/** Statements that fill an empty environment 1: events, persons, and a merge for every tenth person. */
function* statements(size: ProjectSize): Generator<string> {
  for (let from = 0; from < size.events; from += CHUNK) {
    const count = Math.min(CHUNK, size.events - from);
    yield `INSERT INTO events (${EVENT_COLUMNS}, ${MAP_COLUMNS.join(", ")}, properties) ${eventsSelect(from, count, size)}`;
  }
  const ids = `concat('user-', toString(number))`;
  yield `INSERT INTO persons SELECT 1, cityHash64(${ids}), ${person(ids)},
    concat('{"email":"user', toString(number), '@example.com","plan":"', if(number % 4 = 0, 'pro', 'free'), '"}'), 1, 0, toDateTime64('${FIRST_DAY}', 3, 'UTC'), 1
    FROM numbers(${size.persons})`;
  yield `INSERT INTO person_distinct_ids SELECT 1, cityHash64(${ids}), ${ids}, ${person(ids)}, cityHash64(${ids}), 0, 1 FROM numbers(${size.persons})`;
  const merged = `concat('anonymous-', toString(number * 10))`;
  const target = `concat('user-', toString(number * 10))`;
  const tenth = Math.ceil(size.persons / 10);
  yield `INSERT INTO person_distinct_ids SELECT 1, cityHash64(${merged}), ${merged}, ${person(target)}, cityHash64(${target}), 0, 2 FROM numbers(${tenth})`;
  yield `INSERT INTO person_overrides SELECT 1, cityHash64(${merged}), ${person(target)}, cityHash64(${target}), 2 FROM numbers(${tenth})`;
}

/** Loads the project unless it is there already; answers rows a second of the load, 0 when nothing was to do. */
export async function loadProject(engine: Engine, size: ProjectSize): Promise<number> {
  const there = Number(await engine.control(`SELECT count() FROM ${DATABASE}.events`));
  if (there === size.events) return 0;
  if (there > 0)
    throw new Error(`The folder holds ${there} events, not ${size.events}: name another BENCH_DATA.`);
  const started = performance.now();
  const todo = statements(size);
  // An insert sorts and packs on one core, so two at once take both.
  const load = async (lane: "queries" | "writes"): Promise<void> => {
    for (const sql of todo) await engine.execute({ database: DATABASE, sql, format: "Null", lane });
  };
  await Promise.all([load("writes"), load("queries")]);
  return size.events / ((performance.now() - started) / 1000);
}
