import type { JsonObject } from "../../events/types.ts";
import { nodeAction } from "../nodes/action.ts";
import { samplingFactor, scaledCount } from "../nodes/sampling.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { EngineRows } from "../query-kind.ts";
import { entityName } from "../trends/item.ts";
import type { CompiledStickiness, StickinessPart } from "./compile.ts";
import type { StickinessQuery } from "./schema.ts";

/** Result items of API.md 2.10: `data[k]` = actors active in exactly (cumulative: at least) k + 1 intervals. */
export function shapeStickiness(
  query: StickinessQuery,
  { parts, periods }: CompiledStickiness,
  { rows }: EngineRows,
): JsonObject {
  const cumulative = query.stickinessFilter?.computedAs === "cumulative";
  const factor = samplingFactor(query);
  const results = parts.map((part): JsonObject => {
    const exact = histogram(part, rows).map((actors) => scaledCount(actors, factor));
    const data = cumulative ? exact.map((_, k) => sum(exact.slice(k))) : exact;
    const days = data.map((_, k) => k + 1);
    const node = query.series[part.series] as EntityNode;
    return {
      count: sum(data),
      data,
      days,
      label: entityName(node),
      labels: days.map((count) => label(count, query.interval ?? "day", cumulative)),
      action: nodeAction(node, part.series),
      ...(periods.length > 1
        ? { compare: true, compare_label: part.period === 0 ? "current" : "previous" }
        : {}),
      filter: { insight: "STICKINESS", interval: query.interval ?? "day" },
    };
  });
  return { results };
}

function histogram(part: StickinessPart, rows: EngineRows["rows"]): number[] {
  const data = Array.from({ length: part.bins }, () => 0);
  for (const [series, period, intervals, actors] of rows) {
    if (Number(series) === part.series && Number(period) === part.period) {
      data[Number(intervals) - 1] = Number(actors);
    }
  }
  return data;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const label = (count: number, interval: string, cumulative: boolean): string =>
  `${count} ${interval}${count === 1 ? "" : "s"}${cumulative ? " or more" : ""}`;
