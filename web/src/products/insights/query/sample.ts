import { unwrapQuery } from "./unwrap.ts";

/** The share of people that a query looks at, as text (`10 %`); null when it looks at everyone. */
export function sampleOf(query: unknown): string | null {
  const factor = unwrapQuery(query)?.samplingFactor;
  if (typeof factor !== "number" || factor <= 0 || factor >= 1) return null;
  return `${Number((factor * 100).toPrecision(3))} %`;
}
