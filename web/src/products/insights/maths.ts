export interface MathInfo {
  readonly id: string;
  readonly label: string;
  readonly group: "Count" | "Of a property" | "Per person";
  /** Needs `math_property`. */
  readonly needsProperty: boolean;
}

const count = (id: string, label: string): MathInfo => ({ id, label, group: "Count", needsProperty: false });
const ofProperty = (id: string, label: string): MathInfo => ({
  id,
  label,
  group: "Of a property",
  needsProperty: true,
});
const perPerson = (id: string, label: string): MathInfo => ({
  id,
  label,
  group: "Per person",
  needsProperty: false,
});

/** What a series can measure (ids of the public API). */
export const MATHS: readonly MathInfo[] = [
  count("total", "Total count"),
  count("dau", "Unique persons"),
  count("weekly_active", "Persons active in 7 days"),
  count("monthly_active", "Persons active in 30 days"),
  count("unique_session", "Unique sessions"),
  count("first_time_for_user", "First-time persons"),
  ofProperty("sum", "Sum of property"),
  ofProperty("avg", "Average of property"),
  ofProperty("min", "Minimum of property"),
  ofProperty("max", "Maximum of property"),
  ofProperty("median", "Median of property"),
  ofProperty("p75", "75th percentile of property"),
  ofProperty("p90", "90th percentile of property"),
  ofProperty("p95", "95th percentile of property"),
  ofProperty("p99", "99th percentile of property"),
  perPerson("avg_count_per_actor", "Average count per person"),
  perPerson("median_count_per_actor", "Median count per person"),
  perPerson("p90_count_per_actor", "90th percentile of count per person"),
  perPerson("max_count_per_actor", "Maximum count per person"),
];

const BY_ID = new Map(MATHS.map((math) => [math.id, math]));

export function mathInfo(id: string): MathInfo {
  return BY_ID.get(id) ?? count(id, id.replaceAll("_", " "));
}
