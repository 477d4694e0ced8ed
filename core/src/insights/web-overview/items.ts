import type { JsonObject } from "../../events/types.ts";

/** Sums of one period, by name. */
export type Figures = Readonly<Record<string, number>>;

interface Item {
  readonly key: string;
  readonly kind: "unit" | "duration_s" | "percentage";
  readonly value: (of: Figures) => number | null;
  readonly isIncreaseBad?: true;
}

const figure = (name: string) => (of: Figures) => of[name] ?? 0;
const ratio = (part: string, whole: string, factor: number) => (of: Figures) => {
  const total = of[whole] ?? 0;
  return total === 0 ? null : ((of[part] ?? 0) / total) * factor;
};

const VISIT_ITEMS: readonly Item[] = [
  { key: "visitors", kind: "unit", value: figure("visitors") },
  { key: "views", kind: "unit", value: figure("views") },
  { key: "sessions", kind: "unit", value: figure("sessions") },
  { key: "session duration", kind: "duration_s", value: ratio("duration", "sessions", 1) },
  {
    key: "bounce rate",
    kind: "percentage",
    value: ratio("bounced", "sessions", 100),
    isIncreaseBad: true,
  },
];

const GOAL_ITEMS: readonly Item[] = [
  { key: "visitors", kind: "unit", value: figure("visitors") },
  { key: "total conversions", kind: "unit", value: figure("total_conversions") },
  { key: "unique conversions", kind: "unit", value: figure("unique_conversions") },
  { key: "conversion rate", kind: "percentage", value: ratio("unique_conversions", "visitors", 100) },
];

const itemsOf =
  (items: readonly Item[]) =>
  (current: Figures, before: Figures | undefined): JsonObject[] =>
    items.map(({ key, kind, value, isIncreaseBad }) => {
      const [now, then] = [value(current), before ? value(before) : null];
      return {
        key,
        kind,
        value: now,
        previous: then,
        changeFromPreviousPct: changeInPercent(now, then),
        ...(isIncreaseBad ? { isIncreaseBad } : {}),
        usedPreAggregatedTables: false,
      };
    });

export const visitItems = itemsOf(VISIT_ITEMS);
export const goalItems = itemsOf(GOAL_ITEMS);

/** Whole percent by which a value changed; null without a value before to compare with. */
export function changeInPercent(now: number | null, then: number | null): number | null {
  return now === null || then === null || then === 0 ? null : Math.round(((now - then) / then) * 100);
}
