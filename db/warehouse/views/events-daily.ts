import { defineView } from "../schema/view.ts";
import { events } from "../tables/events.ts";
import { eventsDaily } from "../tables/events-daily.ts";

export const eventsDailyView = defineView("events_daily_view", {
  description: "Counts events per day, name and lane",
  from: events,
  to: eventsDaily,
  select: `
SELECT
    environment_id, day, event, lane, bot,
    count() AS count,
    min(timestamp) AS first_seen,
    max(timestamp) AS last_seen
FROM {from}
GROUP BY environment_id, day, event, lane, bot`,
});
