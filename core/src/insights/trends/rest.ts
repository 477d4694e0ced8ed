import type { EngineRows } from "../query-kind.ts";
import { BREAKDOWN_OTHER, type Breakdown } from "./breakdown.ts";
import type { CompiledTrends, TrendsPart } from "./compile.ts";
import { type Group, groupsOf, shownValues } from "./groups.ts";
import type { TrendsPlan } from "./plan.ts";
import {
  addUp,
  bucketPositions,
  finite,
  isOther,
  keyOf,
  type SeriesData,
  type TrendsTable,
} from "./table.ts";

/** An «other» of a group that can't be had by adding up its rows. */
export interface Rest {
  readonly group: Group;
  readonly part: TrendsPart;
  /** Breakdown values that stay. */
  readonly kept: readonly (readonly string[])[];
}

/** The values of the rests that were asked for, in their order. */
export type RestValues = readonly { readonly rest: Rest; readonly data: readonly number[] }[];

/** Every «other» that the first query's rows lack. */
export function missingRests(
  plan: TrendsPlan,
  { parts, breakdown }: CompiledTrends,
  table: TrendsTable,
): readonly Rest[] {
  if (!breakdown) return [];
  return groupsOf(plan).flatMap((group) => {
    const shown = shownValues(plan, table, breakdown, group);
    const kept = [...shown].map((key) => key.split("\0"));
    return parts.flatMap((part): Rest[] => {
      if (!part.restMissing || !group.series.includes(part.series)) return [];
      const items = table[part.period]?.[part.series] ?? [];
      return items.some((item) => !shown.has(keyOf(item))) ? [{ group, part, kept }] : [];
    });
  });
}

/** What the query for rests answered. */
export function readRests(plan: TrendsPlan, rests: readonly Rest[], { rows }: EngineRows): RestValues {
  const total = plan.mode === "total";
  const values = rests.map((rest) => {
    const position = bucketPositions(plan, rest.part.period);
    return { rest, position, data: Array<number>(total ? 1 : position.size).fill(0) };
  });
  for (const row of rows) {
    const rest = values[Number(row[0])];
    const index = total ? 0 : rest?.position(row[1]);
    if (rest && index !== undefined) rest.data[index] = finite(row.at(-1));
  }
  return values;
}

/**
 * The table as a group shows it: its values, and «other» for all else, as it was asked for, or added up where that is
 * the same.
 */
export function foldedTable(
  plan: TrendsPlan,
  table: TrendsTable,
  breakdown: Breakdown | undefined,
  group: Group,
  rests: RestValues,
): TrendsTable {
  if (!breakdown) return table;
  const shown = shownValues(plan, table, breakdown, group);
  return table.map((series, period) =>
    series.map((items, index): readonly SeriesData[] => {
      const kept = items.filter((item) => shown.has(keyOf(item)) && !isOther(item));
      const rest = items.filter((item) => !kept.includes(item));
      if (rest.length === 0) return kept;
      const asked = rests.find(
        ({ rest: { group: of, part } }) =>
          of.index === group.index && part.series === index && part.period === period,
      );
      const data = asked ? [...asked.data] : addUp(rest);
      return [...kept, { breakdown: breakdown.dimensions.map(() => BREAKDOWN_OTHER), data }];
    }),
  );
}
