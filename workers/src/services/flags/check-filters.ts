import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { visitLeaves } from "@edgewise/core/flags/graph.ts";
import { isPattern, MAX_PATTERN } from "@edgewise/core/flags/operators/regex.ts";
import { checkPayload, checkSchema } from "@edgewise/core/flags/payload-schema/check.ts";
import type { CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import { invalid } from "../../http/errors.ts";
import { isDeeperThan } from "../../http/parse.ts";
import { MAX_EDGE_MEMBERS } from "../cohorts/edge-lists.ts";
import { isSealed } from "../secrets/seal.ts";
import type { FiltersBody } from "./body.ts";

type Condition = FiltersBody["groups"][number];
type Property = NonNullable<Condition["properties"]>[number];

/** Every answer carries its payload: longer ones belong behind a URL in it. */
const MAX_PAYLOAD = 262_144;
/** Of one flag, as JSON text. */
const MAX_FILTERS = 1_000_000;

/** What filters are checked against: the project's other objects. */
export interface FilterContext {
  readonly cohorts: ReadonlyMap<number, CohortRow>;
  /** Cohorts whose members the edge knows by name: flags can ask for them whatever their conditions. */
  readonly listed?: ReadonlySet<number>;
  /** Keys and numbers of the flags that a condition may refer to. */
  readonly flags: ReadonlySet<string>;
  /** Payloads are sealed: they were checked before. */
  readonly sealed?: boolean;
}

/** Throws for the first thing in `filters` that could never work, with its path as `attr`. */
export function checkFilters(filters: FiltersBody, context: FilterContext): void {
  const names = checkVariants(filters);
  filters.groups.forEach((condition, index) => {
    checkCondition(condition, `filters__groups__${index}`, filters, names, context);
  });
  checkPayloads(filters, names, context.sealed === true);
  const { length } = JSON.stringify(filters);
  if (length > MAX_FILTERS)
    throw invalid("filters", `The definition has ${length} characters: at most ${MAX_FILTERS} fit.`);
}

function checkVariants(filters: FiltersBody): ReadonlySet<string> {
  const variants = filters.multivariate?.variants ?? [];
  const names = new Set<string>();
  variants.forEach(({ key }, index) => {
    const attr = `filters__multivariate__variants__${index}__key`;
    if (names.has(key)) throw invalid(attr, `Variant key "${key}" is used twice.`);
    names.add(key);
  });
  const total = variants.reduce((sum, { rollout_percentage: share }) => sum + share, 0);
  if (variants.length > 0 && Math.abs(total - 100) > 0.001) {
    const detail = `Variant rollout percentages must total 100, not ${Number(total.toFixed(3))}.`;
    throw invalid("filters__multivariate__variants", detail);
  }
  return names;
}

function checkCondition(
  condition: Condition,
  attr: string,
  filters: FiltersBody,
  variants: ReadonlySet<string>,
  context: FilterContext,
): void {
  const { variant } = condition;
  if (variant != null && !variants.has(variant)) {
    throw invalid(`${attr}__variant`, `The flag has no variant "${variant}".`, "does_not_exist");
  }
  const own = condition.aggregation_group_type_index;
  const group = own === undefined ? filters.aggregation_group_type_index : own;
  (condition.properties ?? []).forEach((property, index) => {
    checkProperty(property, `${attr}__properties__${index}`, group ?? null, context);
  });
}

const NEEDS_NO_VALUE: ReadonlySet<string> = new Set(["is_set", "is_not_set"]);

function checkProperty(property: Property, attr: string, group: number | null, context: FilterContext): void {
  if (property.type === "cohort") checkCohort(property, attr, context);
  else if (property.type === "flag") checkDependency(property, attr, context);
  else checkValue(property, attr, group);
}

function checkValue(property: Property, attr: string, group: number | null): void {
  if (property.type === "person" && group !== null) {
    throw invalid(`${attr}__type`, 'A condition on groups can only use properties of type "group".');
  }
  if (property.type === "group" && group === null && property.group_type_index == null) {
    throw invalid(`${attr}__group_type_index`, "A group property needs its group type index.", "required");
  }
  const operator = property.operator ?? "exact";
  if (property.value == null && !NEEDS_NO_VALUE.has(operator)) {
    throw invalid(`${attr}__value`, `The operator "${operator}" needs a value.`, "required");
  }
  if (operator === "regex" || operator === "not_regex") checkRegex(property, attr);
}

function checkRegex({ value }: Property, attr: string): void {
  const { length } = String(value);
  if (length > MAX_PATTERN)
    throw invalid(`${attr}__value`, `The pattern has ${length} characters: at most ${MAX_PATTERN} are run.`);
  if (isPattern(String(value))) return;
  throw invalid(`${attr}__value`, `"${String(value)}" is not a regular expression.`);
}

function checkCohort({ value }: Property, attr: string, { cohorts, listed }: FilterContext): void {
  const cohort = cohorts.get(Number(value));
  if (!cohort)
    throw invalid(`${attr}__value`, `Cohort ${JSON.stringify(value)} does not exist.`, "does_not_exist");
  let behavioural = false;
  visitLeaves(cohort.filters, (leaf) => {
    if (leaf.type === "behavioral") behavioural = true;
  });
  if (behavioural && !listed?.has(cohort.id)) {
    const detail =
      `Cohort "${cohort.name}" has behavioral filters and no list of members that the edge can hold: ` +
      `it is not calculated yet, or has more than ${MAX_EDGE_MEMBERS} distinct IDs.`;
    throw invalid(`${attr}__value`, detail, "behavioral_cohort_found");
  }
}

function checkDependency({ key }: Property, attr: string, { flags }: FilterContext): void {
  if (!flags.has(key)) throw invalid(`${attr}__key`, `Flag "${key}" does not exist.`, "does_not_exist");
}

function checkPayloads(
  { payloads, multivariate, payload_schema: schema }: FiltersBody,
  variants: ReadonlySet<string>,
  sealed: boolean,
): void {
  const allowed = multivariate != null && variants.size > 0 ? variants : new Set(["true"]);
  const flaw = schema && checkSchema(schema);
  if (flaw) throw invalid("filters__payload_schema", `The schema's ${flaw.path || "whole"} ${flaw.text}.`);
  for (const [key, payload] of Object.entries(payloads ?? {})) {
    const attr = `filters__payloads__${key}`;
    if (!allowed.has(key)) {
      throw invalid(
        attr,
        `A payload belongs to ${[...allowed].map((name) => `"${name}"`).join(", ")}, not "${key}".`,
      );
    }
    if (typeof payload !== "string" || (sealed && isSealed(payload))) continue;
    checkAgainst(schema ?? {}, parsePayload(payload, attr), attr);
  }
}

/** A payload of a body; throws unless it is JSON. */
export function parsePayload(text: string, attr: string): JsonValue {
  if (text.length > MAX_PAYLOAD)
    throw invalid(
      attr,
      `The payload has ${text.length} characters: at most ${MAX_PAYLOAD} go with an answer.`,
    );
  let payload: JsonValue;
  try {
    payload = JSON.parse(text) as JsonValue;
  } catch {
    throw invalid(attr, "A payload must be valid JSON.");
  }
  if (isDeeperThan(payload, 100)) throw invalid(attr, "The payload is nested deeper than 100 levels.");
  return payload;
}

/** Throws when a payload breaks the flag's schema, and says where. */
export function checkAgainst(schema: JsonObject, payload: JsonValue, attr: string): void {
  const found = checkPayload(schema, payload);
  if (!found) return;
  throw invalid(
    attr,
    `The payload${found.path && `'s ${found.path}`} ${found.text}, says the flag's schema.`,
  );
}

/** Payloads as they are stored and sent: JSON text. */
export function encodePayloads(filters: FiltersBody): FiltersBody {
  if (filters.payloads == null) return filters;
  const entries = Object.entries(filters.payloads).map(
    ([key, payload]) => [key, typeof payload === "string" ? payload : JSON.stringify(payload)] as const,
  );
  return { ...filters, payloads: Object.fromEntries(entries) };
}
