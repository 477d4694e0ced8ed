import type { JsonObject } from "@edgewise/core/events/types.ts";
import { makeIdentifier } from "@edgewise/core/flags/hash/bucket.ts";
import type { Dialect } from "@edgewise/core/flags/operators/operator.ts";
import type { Run } from "@edgewise/core/flags/run.ts";

/** A run with person properties only: for filters on their own. */
export function bareRun(person: JsonObject, now: number, dialect: Dialect): Run {
  return {
    verdicts: [],
    now,
    bags: [person],
    partialBags: dialect === "local" ? 63 : 0,
    distinct: makeIdentifier(""),
    device: null,
    overrides: undefined,
    anonymous: null,
    groups: [null, null, null, null, null],
    resultOf: (index) => {
      throw new Error(`There is no flag ${index} in this run.`);
    },
  };
}
