export interface MathInfo {
  readonly id: string;
  readonly label: string;
  readonly group: "Count" | "Of a property" | "Per person" | "Groups" | "Your own";
  /** Needs `math_property`. */
  readonly needsProperty: boolean;
  /** Needs `math_group_type_index`. */
  readonly needsGroup?: boolean;
}

const count = (id: string, label: string): MathInfo => ({ id, label, group: "Count", needsProperty: false });
const ofProperty = (id: string, label: string): MathInfo => ({
  id,
  label: `${label} of property`,
  group: "Of a property",
  needsProperty: true,
});
const perPerson = (id: string, label: string): MathInfo => ({
  id: `${id}_count_per_actor`,
  label: `${label} of events per person`,
  group: "Per person",
  needsProperty: false,
});
const ofGroups = (id: string, label: string): MathInfo => ({
  id,
  label,
  group: "Groups",
  needsProperty: false,
  needsGroup: true,
});

/** What a series can measure (ids of the public API). */
export const MATHS: readonly MathInfo[] = [
  count("total", "Total count"),
  count("dau", "Unique persons"),
  count("weekly_active", "Persons active in 7 days"),
  count("monthly_active", "Persons active in 30 days"),
  count("unique_session", "Unique sessions"),
  count("first_time_for_user", "First-time persons"),
  count("first_matching_event_for_user", "Persons by first matching event"),
  ofProperty("sum", "Sum"),
  ofProperty("avg", "Average"),
  ofProperty("min", "Minimum"),
  ofProperty("max", "Maximum"),
  ofProperty("median", "Median"),
  ofProperty("p75", "75th percentile"),
  ofProperty("p90", "90th percentile"),
  ofProperty("p95", "95th percentile"),
  ofProperty("p99", "99th percentile"),
  perPerson("avg", "Average number"),
  perPerson("min", "Minimum number"),
  perPerson("max", "Maximum number"),
  perPerson("median", "Median number"),
  perPerson("p75", "75th percentile"),
  perPerson("p90", "90th percentile"),
  perPerson("p95", "95th percentile"),
  perPerson("p99", "99th percentile"),
  ofGroups("unique_group", "Unique groups"),
  { id: "hogql", label: "SQL expression", group: "Your own", needsProperty: false },
];

const BY_ID = new Map(MATHS.map((math) => [math.id, math]));

/** A measure by id; one that this app doesn't offer is shown by its id. */
export function mathInfo(id: string): MathInfo {
  return BY_ID.get(id) ?? count(id, id.replaceAll("_", " "));
}

/** Measures whose values of several buckets add up to the value of all. */
const ADDITIVE: ReadonlySet<string> = new Set(["total", "sum", "first_time_for_user"]);

export function isAdditive(math: string | undefined): boolean {
  return ADDITIVE.has(math ?? "total");
}
