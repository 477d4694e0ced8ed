import type { ExperimentRow } from "@edgewise/db/mysql/repos/experiments.ts";

/** A hash of all that a metric's result depends on: what was computed under another one says nothing any more. */
export async function fingerprintOf(
  metric: Readonly<Record<string, unknown>>,
  row: ExperimentRow,
): Promise<string> {
  const { name, uuid, fingerprint, ...definition } = metric;
  const depends = [
    definition,
    row.startDate,
    row.exposureCriteria,
    row.statsConfig,
    row.parameters.feature_flag_variants,
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(sorted(depends)));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same value with the keys of every object in order: the database doesn't keep theirs. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
