import type { JsonObject, JsonValue } from "../../events/types.ts";
import {
  type Behaviour,
  COUNT_OPERATORS,
  type CountOperator,
  type Entity,
  type Span,
  TIME_UNITS,
  type TimeUnit,
} from "../definition.ts";
import type { KnownNames } from "../parse.ts";
import { CohortProblem, required } from "../problem.ts";
import { BEHAVIOUR_KINDS, type BehaviourKind, partsOf } from "./kinds.ts";

const MAX_PERIODS = 366;
const MAX_TIME: Readonly<Record<TimeUnit, number>> = {
  minute: 1_000_000,
  hour: 100_000,
  day: 10_000,
  week: 1500,
  month: 360,
  year: 30,
};

/** Reads a leaf of type `behavioral`; throws {@link CohortProblem}. */
export function parseBehaviour(leaf: JsonObject, attr: string, known: KnownNames): Behaviour {
  const kind = kindOf(leaf.value, attr);
  const parts = partsOf(kind);
  const entity = entityOf(
    leaf.event_type ?? "events",
    leaf.key,
    `${attr}__key`,
    `${attr}__event_type`,
    known,
  );
  const explicit = parts.trailingOnly ? undefined : text(leaf.explicit_datetime);
  const until = parts.trailingOnly ? undefined : text(leaf.explicit_datetime_to);
  return {
    kind,
    entity,
    filters: filtersOf(leaf.event_filters, `${attr}__event_filters`),
    ...(explicit === undefined ? { window: spanOf(leaf, "time", attr) } : { from: explicit }),
    ...(until === undefined ? {} : { to: until }),
    ...(parts.count
      ? { operator: operatorOf(leaf.operator, attr), times: whole(leaf, "operator_value", attr) }
      : {}),
    ...(parts.next ? { next: nextOf(leaf, attr, known) } : {}),
    ...(parts.within ? { within: spanOf(leaf, "seq_time", attr) } : {}),
    ...(parts.periods ? periodsOf(leaf, attr) : {}),
  };
}

function kindOf(value: JsonValue | undefined, attr: string): BehaviourKind {
  if (value === undefined || value === null) throw required(`${attr}__value`);
  if (typeof value === "string" && Object.hasOwn(BEHAVIOUR_KINDS, value)) return value as BehaviourKind;
  const names = Object.keys(BEHAVIOUR_KINDS).join(", ");
  const message = `${JSON.stringify(value)} is not a behaviour. There are: ${names}.`;
  throw new CohortProblem(`${attr}__value`, message, "invalid_choice");
}

function entityOf(
  type: JsonValue,
  key: JsonValue | undefined,
  keyAttr: string,
  typeAttr: string,
  known: KnownNames,
): Entity {
  if (type !== "events" && type !== "actions") {
    throw new CohortProblem(typeAttr, 'An event type is "events" or "actions".', "invalid_choice");
  }
  if ((typeof key !== "string" && typeof key !== "number") || key === "") throw required(keyAttr);
  if (type === "actions" && !known.actions.has(Number(key))) {
    throw new CohortProblem(keyAttr, `Action ${JSON.stringify(key)} does not exist.`, "does_not_exist");
  }
  return { type, key: String(key) };
}

const nextOf = (leaf: JsonObject, attr: string, known: KnownNames): Entity =>
  entityOf(
    leaf.seq_event_type ?? "events",
    leaf.seq_event,
    `${attr}__seq_event`,
    `${attr}__seq_event_type`,
    known,
  );

function spanOf(leaf: JsonObject, prefix: "time" | "seq_time", attr: string): Span {
  const field = `${prefix}_interval`;
  const value = whole(leaf, `${prefix}_value`, attr);
  const unit = leaf[field];
  if (unit === undefined || unit === null) throw required(`${attr}__${field}`);
  if (!TIME_UNITS.includes(unit as TimeUnit)) {
    const message = `${JSON.stringify(unit)} is not an interval. There are: ${TIME_UNITS.join(", ")}.`;
    throw new CohortProblem(`${attr}__${field}`, message, "invalid_choice");
  }
  const most = MAX_TIME[unit as TimeUnit];
  if (value > most) throw new CohortProblem(`${attr}__${prefix}_value`, `At most ${most} ${String(unit)}s.`);
  return { value, unit: unit as TimeUnit };
}

/** A whole number above zero, also as text. */
function whole(leaf: JsonObject, field: string, attr: string): number {
  const value = leaf[field];
  if (value === undefined || value === null || value === "") throw required(`${attr}__${field}`);
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new CohortProblem(
    `${attr}__${field}`,
    `${field} is a whole number above 0, not ${JSON.stringify(value)}.`,
  );
}

function operatorOf(value: JsonValue | undefined, attr: string): CountOperator {
  if (value === undefined || value === null) return "exact";
  if (COUNT_OPERATORS.includes(value as CountOperator)) return value as CountOperator;
  const message = `${JSON.stringify(value)} does not compare counts: use ${COUNT_OPERATORS.join(", ")}.`;
  throw new CohortProblem(`${attr}__operator`, message, "invalid_choice");
}

function periodsOf(leaf: JsonObject, attr: string): Pick<Behaviour, "minPeriods" | "totalPeriods"> {
  const minPeriods = whole(leaf, "min_periods", attr);
  const totalPeriods = whole(leaf, "total_periods", attr);
  if (totalPeriods > MAX_PERIODS) {
    throw new CohortProblem(`${attr}__total_periods`, `At most ${MAX_PERIODS} periods can be looked at.`);
  }
  if (minPeriods > totalPeriods) {
    const message = `min_periods (${minPeriods}) can't be more than total_periods (${totalPeriods}).`;
    throw new CohortProblem(`${attr}__min_periods`, message);
  }
  return { minPeriods, totalPeriods };
}

function filtersOf(value: JsonValue | undefined, attr: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new CohortProblem(attr, "Event filters are a list of property filters.");
  return value.map((item, index) => {
    if (typeof item === "object" && item !== null && !Array.isArray(item)) return item;
    throw new CohortProblem(`${attr}__${index}`, "A property filter is an object.");
  });
}

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
