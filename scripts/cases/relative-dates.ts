import { parseRelativeDate } from "@edgewise/core/flags/operators/parse-date.ts";
import { type CaseResult, casesOf, result } from "./case.ts";

interface Case {
  readonly id?: string;
  readonly now: string;
  readonly expr: string;
  readonly expected: string | null;
}

/** `-7d`, `3m`, … under a frozen clock: an instant, or null when it is no relative date. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  for (const { id, now, expr, expected } of casesOf<Case>(file, fileName)) {
    const time = parseRelativeDate(expr, Date.parse(now));
    yield result(id ?? `${now} ${expr}`, time === null ? null : new Date(time).toISOString(), expected);
  }
}
