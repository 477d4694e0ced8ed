import type { Expr } from "../../sql/ast.ts";
import { arithmetic, call, constant } from "../../sql/build.ts";
import type { Calendar, Interval } from "./calendar.ts";
import { localDate } from "./labels.ts";

const SECONDS: Partial<Record<Interval, number>> = { second: 1, minute: 60, hour: 3600 };

/**
 * The number of the bucket that holds `time`, counted from the bucket that starts at `first` (ms); only for times
 * from `first` on. `time` is a column whose units fit into the buckets: `finestColumn`.
 */
export function bucketIndex(time: Expr, first: number, interval: Interval, calendar: Calendar): Expr {
  const seconds = SECONDS[interval];
  if (seconds !== undefined) {
    const since = arithmetic(call("toUnixTimestamp", time), "-", constant(first / 1000));
    return seconds === 1 ? since : call("intDiv", since, constant(seconds));
  }
  const start = call("toDate", constant(localDate(first, calendar)));
  const unit = interval === "week" ? "day" : interval;
  const units = call("dateDiff", constant(unit), start, call("toDate", time));
  return interval === "week" ? call("intDiv", units, constant(7)) : units;
}
