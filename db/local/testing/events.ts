import { randomUUID } from "node:crypto";

/** A row of `events` with what a test doesn't care about filled in. */
export function eventRow(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    environment_id: 1,
    uuid: randomUUID(),
    event: "$pageview",
    timestamp: "2026-01-02 03:04:05.678",
    day: "2026-01-02",
    hour: "2026-01-02 03:00:00",
    received_at: "2026-01-02 03:04:06.000",
    distinct_id: "ada",
    distinct_key: "11",
    person_id: "6fa459ea-ee8a-5ca4-894e-db77e160355e",
    person_key: "11",
    person_mode: "full",
    session_id: "s1",
    session_key: "21",
    lane: "events",
    p_pathname: "/",
    properties: "{}",
    batch: "1",
    ...over,
  };
}

/** Rows as NDJSON. */
export function ndjson(rows: readonly object[]): string {
  return rows.map((row) => JSON.stringify(row)).join("\n");
}
