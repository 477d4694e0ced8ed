import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { type Row, readCompiled } from "../warehouse/read.ts";

export interface WarningQuery {
  readonly limit: number;
  readonly offset: number;
  readonly type?: string;
  readonly distinctId?: string;
  /** ms since the epoch. */
  readonly after: number;
}

export interface StoredWarning {
  readonly at: Date;
  readonly type: string;
  readonly reason: string;
  readonly lane: string;
  readonly detail: string;
  readonly count: number;
  readonly distinctId: string;
  readonly uuid: string;
  readonly sample: string;
}

// Not a table of the query language: fixed text, every value bound, the tenant first.
const SQL = `SELECT toUnixTimestamp64Milli(timestamp), type, reason, lane, detail, count, distinct_id, uuid, sample
FROM ingestion_warnings
WHERE environment_id = {p0:UInt32} AND timestamp >= fromUnixTimestamp64Milli({p1:Int64})
  AND ({p2:String} = '' OR type = {p2:String}) AND ({p3:String} = '' OR distinct_id = {p3:String})
ORDER BY timestamp DESC, type, uuid LIMIT {p4:UInt32} OFFSET {p5:UInt32}`;

/** Refused events and warnings about kept ones, newest first; one more than `limit` when there are more. */
export async function readWarnings(
  access: ProjectAccess,
  query: WarningQuery,
  deps: RegionDeps,
): Promise<StoredWarning[]> {
  const params = {
    p0: { type: "UInt32", value: access.environmentId },
    p1: { type: "Int64", value: query.after },
    p2: { type: "String", value: query.type ?? "" },
    p3: { type: "String", value: query.distinctId ?? "" },
    p4: { type: "UInt32", value: query.limit + 1 },
    p5: { type: "UInt32", value: query.offset },
  };
  return (await readCompiled({ sql: SQL, params }, deps)).map(warningOf);
}

function warningOf([at, type, reason, lane, detail, count, distinctId, uuid, sample]: Row): StoredWarning {
  return {
    at: new Date(Number(at)),
    type: String(type),
    reason: String(reason),
    lane: String(lane),
    detail: String(detail),
    count: Number(count),
    distinctId: String(distinctId),
    uuid: String(uuid),
    sample: String(sample),
  };
}

/** Warnings of one type: how many, about whom, since when, with some examples. */
export interface WarningType {
  readonly type: string;
  readonly count: number;
  readonly distinctIds: number;
  readonly first: Date;
  readonly last: Date;
  /** Counts of the days of the period, oldest first. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  readonly examples: readonly { readonly at: Date; readonly detail: string; readonly sample: string }[];
}

const BY_TYPE = `SELECT type, sum(count), uniqExactIf(distinct_id, distinct_id != ''),
  toUnixTimestamp64Milli(min(timestamp)), toUnixTimestamp64Milli(max(timestamp)),
  arraySlice(groupArraySorted(3)((-toUnixTimestamp64Milli(timestamp), detail, sample)), 1, 3)
FROM ingestion_warnings WHERE environment_id = {p0:UInt32} AND timestamp >= fromUnixTimestamp64Milli({p1:Int64})
GROUP BY type ORDER BY sum(count) DESC, type LIMIT 200`;

const BY_DAY = `SELECT type, toString(toDate(timestamp)) AS day, sum(count)
FROM ingestion_warnings WHERE environment_id = {p0:UInt32} AND timestamp >= fromUnixTimestamp64Milli({p1:Int64})
GROUP BY type, day ORDER BY type, day LIMIT 20000`;

/** All types of warnings since then (ms), most frequent first. */
export async function warningTypes(
  access: ProjectAccess,
  after: number,
  deps: RegionDeps,
): Promise<WarningType[]> {
  const params = {
    p0: { type: "UInt32", value: access.environmentId },
    p1: { type: "Int64", value: after },
  };
  const [types, days] = await Promise.all([
    readCompiled({ sql: BY_TYPE, params }, deps),
    readCompiled({ sql: BY_DAY, params }, deps),
  ]);
  return types.map(([type, count, distinctIds, first, last, examples]) => ({
    type: String(type),
    count: Number(count),
    distinctIds: Number(distinctIds),
    first: new Date(Number(first)),
    last: new Date(Number(last)),
    days: days
      .filter((row) => row[0] === type)
      .map((row) => ({ day: String(row[1]), count: Number(row[2]) })),
    examples: (examples as [number, string, string][]).map(([at, detail, sample]) => ({
      at: new Date(-Number(at)),
      detail,
      sample,
    })),
  }));
}
