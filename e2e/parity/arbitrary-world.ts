import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type {
  FlagCondition,
  FlagDefinition,
  FlagFilters,
  PropertyFilter,
} from "@edgewise/core/flags/types.ts";
import fc from "fast-check";
import { groupFilter, personFilter } from "./arbitrary-filter.ts";
import { arbitraryPerson, type Person } from "./arbitrary-person.ts";

/** What a flag is created with. Cohorts are numbered by their place in the world until they are published. */
export type FlagBody = Pick<FlagDefinition, "key" | "active" | "filters"> &
  Partial<
    Pick<
      FlagDefinition,
      | "ensure_experience_continuity"
      | "bucketing_identifier"
      | "evaluation_runtime"
      | "is_remote_configuration"
    >
  >;

/** A project's definitions and people to ask for. */
export interface World {
  /** Conditions of each cohort; null is a static list without members. A cohort refers to earlier ones only. */
  readonly cohorts: readonly (JsonObject | null)[];
  /** A flag depends on earlier ones only. */
  readonly flags: readonly FlagBody[];
  readonly people: readonly Person[];
}

export interface WorldSize {
  readonly seed: number;
  readonly worlds: number;
  readonly flags: number;
  readonly people: number;
  /** Moment that dates lie around, ms. */
  readonly now: number;
}

/** The same worlds for the same seed. */
export function randomWorlds({ seed, worlds, flags, people, now }: WorldSize): World[] {
  const world = fc.record({
    cohorts: cohorts(now),
    flags: fc.tuple(...Array.from({ length: flags }, (_, index) => flagAt(index, now))),
    people: fc.array(arbitraryPerson(now), { minLength: people, maxLength: people }),
  });
  return fc.sample(world, { seed, numRuns: worlds });
}

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const percentage = fc.oneof(
  { weight: 3, arbitrary: fc.constant(100) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 99 }) },
  { weight: 1, arbitrary: one(0, 33.33) },
);

/** Nested, negated, one inside the other, and a list. */
function cohorts(now: number): fc.Arbitrary<(JsonObject | null)[]> {
  const leaf = fc
    .tuple(personFilter(now), fc.integer({ min: 0, max: 3 }))
    .map(([filter, negated]) => (negated === 0 ? { ...filter, negation: true } : filter))
    .map((filter) => filter as unknown as JsonObject);
  const group = (leaves: fc.Arbitrary<JsonObject>) =>
    fc.record({ type: one("AND", "OR"), values: fc.array(leaves, { minLength: 1, maxLength: 3 }) });
  const tree = (leaves: fc.Arbitrary<JsonObject>) =>
    fc.record({ type: one("AND", "OR"), values: fc.array(group(leaves), { minLength: 1, maxLength: 2 }) });
  const inFirst: fc.Arbitrary<JsonObject> = one({ key: "id", type: "cohort", value: 0 });
  return fc.tuple(
    tree(leaf),
    tree(leaf),
    group(leaf),
    tree(fc.oneof(leaf, inFirst)),
    fc.constant(null),
  ) as fc.Arbitrary<(JsonObject | null)[]>;
}

const inCohort = fc
  .tuple(one(0, 1, 2, 3, 0, 1, 2, 3, 4), one("in", "in", "not_in"))
  .map(([value, operator]): PropertyFilter => ({ key: "id", type: "cohort", operator, value }));

/** A dependency on one of the flags before `index`. */
const dependsOn = (index: number): fc.Arbitrary<PropertyFilter> =>
  fc
    .tuple(fc.nat({ max: index - 1 }), one<JsonValue>(true, true, false, "a", "b"))
    .map(([target, value]) => ({ key: keyAt(target), type: "flag", operator: "flag_evaluates_to", value }));

const keyAt = (index: number): string => `flag-${index}`;

function condition(
  index: number,
  now: number,
  group: number | null,
  variants: readonly string[],
): fc.Arbitrary<FlagCondition> {
  const person = fc.oneof(
    { weight: 12, arbitrary: personFilter(now) },
    { weight: 3, arbitrary: inCohort },
    ...(index > 0 ? [{ weight: 2, arbitrary: dependsOn(index) }] : []),
  );
  const filter = group === null ? person : groupFilter(group);
  return fc
    .tuple(
      fc.array(filter, { maxLength: 3 }),
      fc.option(percentage, { freq: 5 }),
      fc.option(one(...variants, "", ""), { freq: 1 }),
    )
    .map(([properties, rollout_percentage, variant]) => ({
      properties,
      rollout_percentage,
      ...(variant ? { variant } : {}),
    }));
}

const splits = fc
  .option(one([50, 50], [34, 33, 33], [10, 20, 70], [0, 100]), { freq: 2 })
  .map((shares) => shares?.map((rollout_percentage, i) => ({ key: "abc"[i]!, rollout_percentage })) ?? []);

const payload = one<JsonValue>('{"size":3}', "[1,2]", '"text"', "7", "null", "true");

type Kind =
  | "person"
  | "group"
  | "mixed"
  | "holdout"
  | "device"
  | "early-exit"
  | "continuity"
  | "off"
  | "runtime"
  | "remote";
const kinds = one<Kind>(
  ...([
    "person",
    "person",
    "person",
    "person",
    "person",
    "person",
    "group",
    "group",
    "mixed",
    "holdout",
  ] as const),
  ...(["device", "early-exit", "early-exit", "continuity", "off", "runtime", "remote"] as const),
);

function flagAt(index: number, now: number): fc.Arbitrary<FlagBody> {
  return fc.tuple(kinds, splits, one(0, 0, 1)).chain(([kind, variants, groupType]) => {
    const names = variants.map(({ key }) => key);
    const group = kind === "group" ? groupType : null;
    const plain = fc.array(condition(index, now, group, names), { minLength: 1, maxLength: 3 });
    const grouped = condition(index, now, groupType, names).map((one) => ({
      ...one,
      aggregation_group_type_index: groupType,
    }));
    const groups =
      kind === "mixed"
        ? fc.tuple(plain, grouped).map(([a, b]) => [...a.slice(0, 1), b, ...a.slice(1)])
        : plain;
    const keys = names.length > 0 ? names : ["true"];
    const payloads = fc
      .array(fc.tuple(one(...keys), payload), { maxLength: 2 })
      .map((pairs) => Object.fromEntries(pairs));
    return fc
      .tuple(groups, payloads, percentage, one("server", "client"))
      .map(([groups, payloads, share, runtime]): FlagBody => {
        const filters: FlagFilters = {
          groups,
          payloads: kind === "remote" ? { true: '"on"' } : payloads,
          ...(variants.length > 0 && kind !== "remote" ? { multivariate: { variants } } : {}),
          ...(group === null ? {} : { aggregation_group_type_index: group }),
          ...(kind === "holdout" ? { holdout: { id: 3, exclusion_percentage: Math.min(share, 60) } } : {}),
          ...(kind === "early-exit" ? { early_exit: true } : {}),
        };
        return {
          key: keyAt(index),
          active: kind !== "off",
          filters:
            kind === "remote"
              ? { ...filters, groups: groups.map(({ variant: _, ...rest }) => rest) }
              : filters,
          ...(kind === "continuity" ? { ensure_experience_continuity: true } : {}),
          ...(kind === "device" ? { bucketing_identifier: "device_id" as const } : {}),
          ...(kind === "runtime" ? { evaluation_runtime: runtime as "server" | "client" } : {}),
          ...(kind === "remote" ? { is_remote_configuration: true } : {}),
        };
      });
  });
}
