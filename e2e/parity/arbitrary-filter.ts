import type { JsonValue } from "@edgewise/core/events/types.ts";
import { OPERATOR_NAMES } from "@edgewise/core/flags/operators/registry.ts";
import type { PropertyFilter } from "@edgewise/core/flags/types.ts";
import fc from "fast-check";

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

interface Shape {
  readonly operators: readonly string[];
  readonly values: fc.Arbitrary<JsonValue>;
}

const TEXT = [
  "exact",
  "is_not",
  "icontains",
  "not_icontains",
  "starts_with",
  "not_starts_with",
  "ends_with",
  "not_ends_with",
] as const;
const MULTI = ["icontains_multi", "not_icontains_multi"] as const;
const NUMBERS = ["exact", "is_not", "gt", "gte", "lt", "lte"] as const;
const RANGES = ["between", "not_between"] as const;
const SEMVER = ["eq", "neq", "gt", "gte", "lt", "lte", "tilde", "caret"].map((name) => `semver_${name}`);
const PATTERNS = [
  "^person[0-9]*5@",
  "@ours\\.dev$",
  "(?i)ours",
  "^(person|admin)\\d{1,2}@",
  "[a-z]+@[a-z]+\\.(dev|com)",
  "(?=person)p",
  "straße",
  "^.{17}$",
  "(a+)+$",
  "\\bperson7",
  "[[:alpha:]]",
];

const number = fc.oneof(
  fc.integer({ min: 0, max: 90 }),
  fc.integer({ min: 0, max: 90 }).map(String),
  one<JsonValue>(41.5, "old"),
);
const texts = (...values: string[]): fc.Arbitrary<JsonValue> =>
  fc.oneof(one<JsonValue>(...values), fc.subarray(values, { minLength: 1 }) as fc.Arbitrary<JsonValue>);
const date = (now: number) =>
  fc.oneof(
    one<JsonValue>("-30d", "-1w", "-3m", "-1y", "-48h", "30d", "-10x"),
    fc.integer({ min: -300, max: 20 }).map((days) => new Date(now + days * 86_400_000).toISOString()),
    fc
      .integer({ min: -300, max: 20 })
      .map((days) => new Date(now + days * 86_400_000).toISOString().slice(0, 10)),
  );

/** What filters ask of each property of a person. */
const shapes = (now: number): Readonly<Record<string, readonly Shape[]>> => ({
  country: [{ operators: TEXT, values: texts("DE", "FR", "us", "D", "") }],
  plan: [
    { operators: TEXT, values: texts("pro", "team", "free", "null") },
    { operators: MULTI, values: texts("pr", "am") },
  ],
  email: [
    { operators: ["icontains", "ends_with", "not_ends_with"], values: texts("@ours.dev", "5@", "example") },
    { operators: ["regex", "not_regex"], values: one<JsonValue>(...PATTERNS) },
  ],
  age: [
    { operators: NUMBERS, values: number },
    { operators: RANGES, values: fc.tuple(number, number) as fc.Arbitrary<JsonValue> },
  ],
  vip: [
    {
      operators: ["exact", "is_not"],
      values: one<JsonValue>(true, false, "true", ["true"], ["true", "false"], [true], "1"),
    },
  ],
  version: [
    {
      operators: SEMVER,
      values: one<JsonValue>("1.2.3", "1.2", "2.0.0", "v1.10.0", "0.3.0", "1.2.3-rc.1", "x.y"),
    },
    { operators: ["semver_wildcard"], values: one<JsonValue>("1.*", "1.2.*", "0.*", "*") },
    { operators: ["gt", "lt", "exact"], values: one<JsonValue>("1.2.3", "1.10.0", 1) },
  ],
  seen: [
    { operators: ["is_date_before", "is_date_after"], values: date(now) },
    { operators: ["is_date_exact"], values: date(now) },
  ],
  city: [
    { operators: TEXT, values: texts("zürich", "İSTANBUL", "STRASSE", "são", "berlin") },
    { operators: ["regex"], values: one<JsonValue>("^B", "straße", "ü") },
  ],
  roles: [
    {
      operators: ["exact", "is_not", "icontains", "not_icontains"],
      values: texts("admin", "viewer", '["viewer"]'),
    },
  ],
  missing: [{ operators: ["exact", "is_not", "icontains", "gt", "regex"], values: one<JsonValue>("x", "5") }],
});

const groupShapes: Readonly<Record<string, readonly Shape[]>> = {
  tier: [{ operators: TEXT, values: texts("gold", "tin") }],
  seats: [{ operators: NUMBERS, values: number }],
  version: [{ operators: SEMVER, values: one<JsonValue>("1.0.0", "3.0.0") }],
};

const ALL_VALUES = one<JsonValue>("1", 5, true, "pro", "1.2.3", "-30d", ["a", "b"], [1, 9], "");

function filterOf(shapesOf: Readonly<Record<string, readonly Shape[]>>): fc.Arbitrary<PropertyFilter> {
  const fitting = Object.entries(shapesOf).flatMap(([key, list]) =>
    list.map(({ operators, values }) =>
      fc.record({ key: fc.constant(key), operator: one(...operators), value: values }),
    ),
  );
  const key = one(...Object.keys(shapesOf));
  return fc.oneof(
    { weight: 16, arbitrary: fc.oneof(...fitting) },
    { weight: 2, arbitrary: fc.record({ key, operator: one("is_set", "is_not_set") }) },
    // Any operator on any property, as people mix them up.
    { weight: 2, arbitrary: fc.record({ key, operator: one(...OPERATOR_NAMES), value: ALL_VALUES }) },
  );
}

/** Filters on a person's properties. */
export const personFilter = (now: number): fc.Arbitrary<PropertyFilter> =>
  filterOf(shapes(now)).map((filter) => ({ ...filter, type: "person" }));

/** Filters on the properties of the group type `index`. */
export const groupFilter = (index: number): fc.Arbitrary<PropertyFilter> =>
  filterOf(groupShapes).map((filter) => ({ ...filter, type: "group", group_type_index: index }));
