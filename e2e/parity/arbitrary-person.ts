import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import fc from "fast-check";

/** Somebody who is asked for, with everything that callers may tell about them. */
export interface Person {
  readonly distinctId: string;
  readonly deviceId: string;
  readonly properties: JsonObject;
  /** Group key by group type; a type may be missing. */
  readonly groups: Readonly<Record<string, string>>;
  readonly groupProperties: Readonly<Record<string, JsonObject>>;
}

const DAY = 86_400_000;
const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Moments around a fixed one in the forms that programs send; never within an hour of "30 days ago" and the like. */
const moment = (now: number) =>
  fc
    .tuple(fc.integer({ min: -400, max: 30 }), one("z", "offset", "day", "naive", "seconds", "text"))
    .map(([days, form]) => {
      const at = new Date(now + days * DAY + DAY / 2);
      const iso = at.toISOString();
      if (form === "offset") return iso.replace("Z", "+00:00");
      if (form === "day") return iso.slice(0, 10);
      if (form === "naive") return iso.slice(0, 19).replace("T", " ");
      if (form === "seconds") return Math.floor(at.getTime() / 1000);
      return form === "text" ? "yesterday" : iso;
    });

/** Values of each property, plain ones and ones that programs get wrong. */
const personProperties = (now: number) => ({
  country: one("DE", "FR", "US", "de", ""),
  plan: one<string | null>("free", "pro", "Team", "pro ", null),
  email: fc
    .tuple(fc.integer({ min: 0, max: 99 }), one("ours.dev", "example.com", "Ours.dev"))
    .map(([n, host]) => `person${n}@${host}`),
  age: fc.oneof(
    fc.integer({ min: 0, max: 90 }),
    fc.integer({ min: 0, max: 90 }).map(String),
    one<JsonValue>(41.5, "n/a"),
  ),
  vip: one<boolean | string | number>(true, false, "true", "False", 1, 0),
  version: one("1.2.3", "1.10.0", "2.0.0-beta.1", "v1.2", "0.3.9", "01.2.3", "1.2.3.4", "latest", ""),
  seen: moment(now),
  city: one("Zürich", "İstanbul", "straße", "STRASSE", "São Paulo", "Berlin"),
  roles: one<string[]>(["admin", "ops"], ["viewer"], []),
});

/** About one property in six is missing. */
function some(values: Readonly<Record<string, fc.Arbitrary<JsonValue>>>): fc.Arbitrary<JsonObject> {
  const entries = Object.entries(values).map(([key, value]) =>
    fc.option(
      value.map((found): [string, JsonValue] => [key, found]),
      { freq: 5 },
    ),
  );
  return fc.tuple(...entries).map((found) => Object.fromEntries(found.filter((entry) => entry !== null)));
}

const company = some({
  tier: one("gold", "tin", "Gold"),
  seats: fc.oneof<fc.Arbitrary<JsonValue>[]>(fc.integer({ min: 1, max: 500 }), one("12", "many")),
  version: one("1.0.0", "3.1", "x"),
});

const groupsOf = fc
  .tuple(
    fc.option(fc.integer({ min: 0, max: 40 }), { freq: 6 }),
    fc.option(fc.integer({ min: 0, max: 5 }), { freq: 1 }),
  )
  .map(([c, t]) => ({
    ...(c === null ? {} : { company: `c${c}` }),
    ...(t === null ? {} : { team: `t${t}` }),
  }));

/** A person around the moment `now` (ms). Distinct IDs are never empty, device IDs always there. */
export const arbitraryPerson = (now: number): fc.Arbitrary<Person> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 9, arbitrary: fc.uuid() },
        { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }) },
      ),
      fc.uuid(),
      some(personProperties(now)),
      groupsOf,
      company,
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([id, deviceId, properties, groups, about, tells]) => ({
      distinctId: `u-${id}`,
      deviceId,
      properties,
      groups,
      groupProperties: (tells === 0
        ? {}
        : {
            ...("company" in groups ? { company: about } : {}),
            ...("team" in groups ? { team: {} } : {}),
          }) as Record<string, JsonObject>,
    }));
