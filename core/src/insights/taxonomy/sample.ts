import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  asc,
  call,
  compare,
  constant,
  desc,
  field,
  instant,
  list,
  parametric,
  select,
} from "../../sql/build.ts";
import type { EngineRows, InsightContext } from "../query-kind.ts";

/** How far back is looked. */
export const TAXONOMY_DAYS = 30;
export const MAX_NAMES = 500;
/** Rows whose properties are read: names and usual values show in that many. */
const SAMPLED_ROWS = 20_000;
export const DEFAULT_VALUES = 5;
export const MAX_VALUES = 100;

const DAY_MS = 86_400_000;

export const daysBack = ({ now }: Pick<InsightContext, "now">, days: number): Expr =>
  instant(now - days * DAY_MS);

/** What of a table is sampled. */
export interface Sampled {
  readonly from: string;
  readonly where: Expr;
  /** Only these properties; absent: all that the sample has. */
  readonly names?: readonly string[] | undefined;
  readonly values: number;
}

/** Properties of the sampled rows with their most frequent values and the number of different ones. */
export function samplePropertiesOf({ from, where, names, values }: Sampled): Select {
  const pair = (index: number): Expr => call("tupleElement", field("pair"), constant(index));
  const rows = select({ select: [field("properties")], from, where, limit: SAMPLED_ROWS });
  const pairs = select({
    select: [alias("pair", call("arrayJoin", call("JSONExtractKeysAndValuesRaw", field("properties"))))],
    from: rows,
  });
  const worth = compare(pair(2), "not in", list(['""', "null"]));
  return select({
    select: [
      alias("property", pair(1)),
      alias("sample_values", parametric("topK", [constant(values)], pair(2))),
      alias("sample_count", call("uniq", pair(2))),
      alias("seen", call("count")),
    ],
    from: pairs,
    where: names === undefined ? worth : and(worth, compare(pair(1), "in", list(names))),
    groupBy: [field("property")],
    orderBy: [desc(field("seen")), asc(field("property"))],
    limit: MAX_NAMES,
  });
}

/** Rows of {@link samplePropertiesOf}. */
export const toSamples = ({ rows }: EngineRows) =>
  rows.map(([property, values, count]) => ({
    property: String(property),
    sample_values: (values as readonly unknown[]).map((value) => plain(String(value))),
    sample_count: Number(count),
  }));

/** A value as it stands in JSON, without what JSON puts around texts. */
function plain(json: string): string {
  if (!json.startsWith('"')) return json;
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}
