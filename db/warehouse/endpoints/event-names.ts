import type { Endpoint } from "./endpoint.ts";

/** Event names of an environment with their volume, most frequent first. */
export const eventNames: Endpoint = {
  name: "event_names",
  description: "Event names with counts and when they were seen, most frequent first",
  params: {
    environment_id: { type: "UInt32", description: "The tenant" },
    first_day: { type: "Date", description: "First day", default: "1970-01-01" },
    last_day: { type: "Date", description: "Last day", default: "2149-06-06" },
    search: { type: "String", description: "Part of the name, any case", optional: true },
    limit: { type: "UInt32", description: "Most names to return", default: 1000 },
  },
  sql: `
SELECT event, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM events_daily
WHERE environment_id = {{UInt32(environment_id)}}
  AND day BETWEEN {{Date(first_day)}} AND {{Date(last_day)}}
  {% if defined(search) %} AND positionCaseInsensitiveUTF8(event, {{String(search)}}) > 0 {% end %}
GROUP BY event
ORDER BY count DESC, event
LIMIT {{UInt32(limit)}}`,
  output: {
    event: "LowCardinality(String)",
    count: "UInt64",
    first_seen: "DateTime64(3, 'UTC')",
    last_seen: "DateTime64(3, 'UTC')",
  },
};
