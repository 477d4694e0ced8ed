import type { JsonValue } from "../../events/types.ts";
import type { Verdict } from "../verdict.ts";

/**
 * `server`: the rule of the flags service, used by the edge. `local`: what SDKs decide without a server, where
 * they differ (semver without pre-releases, text comparison of non-numbers, unparseable values are undecided).
 */
export type Dialect = "server" | "local";

export interface OperatorOptions {
  readonly dialect: Dialect;
  /** IANA zone in which dates without an offset are read. */
  readonly timezone: string;
  /** `property_matching_version` of the definitions: 2 turns off the boolean shortcut of `exact`. */
  readonly propertyMatchingVersion: number;
}

/** Decides on a present value. `now` is in ms since the epoch. */
export type Matcher = (value: JsonValue, now: number) => Verdict;

export interface Operator {
  /** Answer when the property is absent (and all properties are known). */
  readonly absent: Verdict;
  /** Reads the filter's value once. `filterValue` is undefined when the filter has none. */
  readonly compile: (filterValue: JsonValue | undefined, options: OperatorOptions) => Matcher;
  /** SDKs do not know the operator: undecided in the `local` dialect. */
  readonly serverOnly?: boolean;
}
