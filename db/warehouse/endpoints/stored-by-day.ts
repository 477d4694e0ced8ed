import type { Endpoint } from "./endpoint.ts";

/** Stored events by day and lane, bots apart: the warehouse's side of the accounting. */
export const storedByDay: Endpoint = {
  name: "stored_by_day",
  description: "Stored events by day, lane and bot class",
  params: {
    environment_id: { type: "UInt32", description: "The tenant" },
    first_day: { type: "Date", description: "First day" },
    last_day: { type: "Date", description: "Last day" },
  },
  sql: `
SELECT day, lane, bot, sum(count) AS count
FROM events_daily
WHERE environment_id = {{UInt32(environment_id)}}
  AND day BETWEEN {{Date(first_day)}} AND {{Date(last_day)}}
GROUP BY day, lane, bot
ORDER BY day, lane, bot`,
  output: { day: "Date", lane: "LowCardinality(String)", bot: "UInt8", count: "UInt64" },
};
