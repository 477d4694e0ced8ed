import type { JsonValue } from "../../events/types.ts";
import { NO, UNKNOWN, verdict } from "../verdict.ts";
import type { Matcher, Operator, OperatorOptions } from "./operator.ts";
import { parseAbsoluteDate, parseRelativeDate } from "./parse-date.ts";
import { numericForm } from "./values.ts";

type Comparison = (value: number, wanted: number) => boolean;

/** ms of a property value: text, or seconds since the epoch (SDKs: milliseconds); null when unparseable. */
function valueTime(value: JsonValue, now: number, options: OperatorOptions): number | null {
  if (options.dialect === "local") {
    if (typeof value === "number") return value;
    return typeof value === "string" ? parseAbsoluteDate(value, options.timezone) : null;
  }
  if (typeof value !== "number" && typeof value !== "string") return null;
  const seconds = numericForm(value);
  if (seconds !== null) return Number.isFinite(seconds) ? seconds * 1000 : null;
  return parseRelativeDate(value as string, now) ?? parseAbsoluteDate(value as string, options.timezone);
}

function dateOperator(compare: Comparison, serverOnly: boolean): Operator {
  return {
    absent: NO,
    serverOnly,
    compile: (filterValue, options): Matcher => {
      const undecided = options.dialect === "local" ? UNKNOWN : NO;
      if (typeof filterValue !== "string") return (value) => (value === null ? NO : undecided);
      const isRelative = parseRelativeDate(filterValue, 0) !== null;
      const fixed = isRelative ? null : parseAbsoluteDate(filterValue, options.timezone);
      if (!isRelative && fixed === null) return (value) => (value === null ? NO : undecided);
      return (value, now) => {
        if (value === null) return NO;
        const time = valueTime(value, now, options);
        if (time === null) return undecided;
        return verdict(compare(time, fixed ?? parseRelativeDate(filterValue, now)!));
      };
    },
  };
}

export const isDateBefore = dateOperator((value, wanted) => value < wanted, false);
export const isDateAfter = dateOperator((value, wanted) => value > wanted, false);
export const isDateExact = dateOperator((value, wanted) => value === wanted, true);
