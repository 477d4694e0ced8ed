import type { JsonObject } from "../events/types.ts";
import type { OperatorOptions } from "./operators/operator.ts";
import { makeReader } from "./operators/reader.ts";
import { findOperator } from "./operators/registry.ts";
import { type Bag, PERSON } from "./run.ts";
import type { RunMatcher } from "./scope.ts";
import type { PropertyFilter } from "./types.ts";
import { NO, UNKNOWN, type Verdict } from "./verdict.ts";

/** A filter on one property of `bag`. Absent properties answer by the operator, or stay undecided. */
export function compilePropertyFilter(
  filter: PropertyFilter,
  bag: Bag,
  options: OperatorOptions,
): RunMatcher {
  const operator = findOperator(filter.operator);
  const isLocal = options.dialect === "local";
  if (operator === null || (isLocal && operator.serverOnly)) return () => (isLocal ? UNKNOWN : NO);
  const match = operator.compile(filter.value, options);
  const read = makeReader(filter.key, !isLocal && bag === PERSON);
  const isPresence = filter.operator === "is_set" || filter.operator === "is_not_set";
  const { absent } = operator;
  const missing = (properties: JsonObject | undefined, partial: number, now: number): Verdict => {
    // A key whose value is undefined (SDK objects, never JSON) is set, but compares with nothing.
    if (properties !== undefined && Object.hasOwn(properties, filter.key)) {
      return isPresence ? match(null, now) : UNKNOWN;
    }
    return partial & (1 << bag) ? UNKNOWN : absent;
  };
  return (run) => {
    const properties = run.bags[bag];
    const value = read(properties);
    return value === undefined ? missing(properties, run.partialBags, run.now) : match(value, run.now);
  };
}
