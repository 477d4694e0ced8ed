import type { JsonObject } from "../../events/types.ts";
import type { EngineRows } from "../query-kind.ts";
import { compareLabel, type FunnelParts, rowsOfPart } from "./parts.ts";
import { stepsOf } from "./steps.ts";

const DROPPED = "Dropped off";

/**
 * The funnel as links, like those of paths: from each step on to the next, and to where people drop off. `value` counts
 * actors, times are means in ms. Funnels with steps that can be left out have no flow.
 */
export function shapeFlow(parts: FunnelParts, rows: EngineRows): JsonObject {
  const results = parts.flatMap((part): JsonObject[] => {
    const steps = stepsOf(part, rowsOfPart(parts, part, rows)[0] ?? []);
    const nameOf = (step: number): string => {
      const { name, custom_name } = steps[step] ?? {};
      return `${step + 1}_${custom_name ?? name}`;
    };
    const countOf = (step: number): number => Number(steps[step]?.count ?? 0);
    const label = compareLabel(part);
    const link = (source: number, target: string, value: number, seconds: unknown): JsonObject[] => {
      const time = typeof seconds === "number" ? Math.round(seconds * 1000) : null;
      return value > 0
        ? [{ source: nameOf(source), target, value, average_conversion_time: time, ...label }]
        : [];
    };
    return steps.slice(1).flatMap((item, index) => {
      const step = index + 1;
      return [
        ...link(index, nameOf(step), countOf(step), item.average_conversion_time),
        ...link(index, `${step + 1}_${DROPPED}`, countOf(index) - countOf(step), null),
      ];
    });
  });
  return { results, isUdf: false };
}
