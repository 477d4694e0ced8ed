import type { JsonObject } from "../../events/types.ts";

type Funnel = readonly JsonObject[];

/**
 * Funnels of one breakdown value each, period after period, with the same values in the same order in all periods: a
 * value that a period lacks is a funnel of zeros. A single period stays as it is.
 */
export function alignPeriods(
  periods: readonly (readonly Funnel[])[],
  labels: readonly (string | undefined)[],
): JsonObject[][] {
  if (periods.length < 2) return periods.flatMap((funnels) => funnels.map((steps) => [...steps]));
  const all = new Map(
    periods.toReversed().flatMap((funnels) => funnels.map((steps) => [keyOf(steps), steps])),
  );
  const order = [...new Set(periods.flatMap((funnels) => funnels.map(keyOf)))];
  return periods.flatMap((funnels, index) => {
    const own = new Map(funnels.map((steps) => [keyOf(steps), steps]));
    const label = labels[index];
    return order.map((key) =>
      (own.get(key) ?? (all.get(key) ?? []).map(emptied)).map((step) => ({
        ...step,
        ...(label ? { compare_label: label } : {}),
      })),
    );
  });
}

const keyOf = ([step]: Funnel): string => JSON.stringify(step?.breakdown_value ?? null);

const emptied = (step: JsonObject): JsonObject => ({
  ...step,
  count: 0,
  people: [],
  average_conversion_time: null,
  median_conversion_time: null,
});
