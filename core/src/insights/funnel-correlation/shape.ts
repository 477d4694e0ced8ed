import type { JsonObject } from "../../events/types.ts";
import {
  type CorrelationCounts,
  hasVolume,
  scoreCorrelation,
  scoreCorrelations,
} from "../../experiments/correlation/score.ts";
import { scaledCount } from "../nodes/sampling.ts";
import type { EngineRows } from "../query-kind.ts";
import { ELEMENTS, PART, TOTAL } from "./counts.ts";
import { parseElements } from "./parse-elements.ts";

/** Lines shown of each side. */
const SHOWN = 10;
/** A correlation is significant when its adjusted p is below. */
const ALPHA = 0.05;
/** So many times more of one side than of the other make comparisons doubtful. */
const SKEW = 10;

interface Line {
  readonly name: string;
  readonly counts: CorrelationCounts;
  readonly oddsRatio: number;
}

/**
 * The lines that go most with converting and with not converting (STATS.md 10): those that enough actors have, by odds
 * ratio; p-values (Fisher, exact) are adjusted over the lines shown. Of a sample (`factor`) counts are estimates of the
 * whole, and what is said of their sureness is the sample's own.
 */
export function shapeCorrelation({ rows, hogql }: EngineRows, factor = 1): JsonObject {
  const all = rows.map(([name, success, failure]) => ({
    name: String(name),
    success: Number(success),
    failure: Number(failure),
  }));
  const total = all.find(({ name }) => name === TOTAL) ?? { success: 0, failure: 0 };
  const [success_total, failure_total] = [total.success, total.failure];
  const skewed =
    success_total === 0 || failure_total === 0
      ? success_total + failure_total > 0
      : Math.max(success_total / failure_total, failure_total / success_total) > SKEW;
  const lines = all
    .filter(({ name }) => name !== TOTAL)
    .map(({ name, success, failure }): Line => {
      const counts = { success_with: success, failure_with: failure, success_total, failure_total };
      return { name, counts, oddsRatio: scoreCorrelation(counts).oddsRatio };
    })
    .filter(({ counts }) => success_total > 0 && failure_total > 0 && hasVolume(counts));
  return { results: { events: shown(lines, factor), skewed }, ...PAGE, hogql };
}

const PAGE = { columns: [], types: [], hasMore: false, limit: 2 * SHOWN, offset: 0 };

function shown(lines: readonly Line[], factor: number): JsonObject[] {
  const order = (a: Line, b: Line) => a.oddsRatio - b.oddsRatio || (a.name < b.name ? -1 : 1);
  const success = lines.filter(({ oddsRatio }) => oddsRatio > 1).sort((a, b) => order(b, a));
  const failure = lines.filter(({ oddsRatio }) => oddsRatio <= 1).sort(order);
  const chosen = [...success.slice(0, SHOWN), ...failure.slice(0, SHOWN)];
  return scoreCorrelations(chosen.map(({ counts }) => counts)).flatMap((score, index) => {
    const line = chosen[index];
    if (!line) return [];
    return [
      {
        event: eventOf(line.name),
        success_count: scaledCount(line.counts.success_with, factor),
        failure_count: scaledCount(line.counts.failure_with, factor),
        odds_ratio: score.oddsRatio,
        correlation_type: score.correlation,
        p_value: score.fisherP,
        p_adjusted: score.pAdjusted,
        significant: score.pAdjusted < ALPHA,
        odds_ratio_haldane: score.oddsRatioHaldane,
        odds_ratio_interval: [...score.interval],
      },
    ];
  });
}

/** An autocaptured click is shown by its elements. */
function eventOf(name: string): JsonObject {
  const [event, property, ...rest] = name.split(PART);
  const [type, chain] = rest.join(PART).split(ELEMENTS);
  if (event !== "$autocapture" || property !== "elements_chain" || chain === undefined)
    return { event: name, properties: {}, elements: [] };
  return { event: name, properties: { $event_type: type ?? "" }, elements: parseElements(chain) };
}
