import { defineView } from "../schema/view.ts";
import { events } from "../tables/events.ts";
import { eventsByPerson } from "../tables/events-by-person.ts";

export const eventsByPersonView = defineView("events_by_person_view", {
  description: "Copies the narrow columns of every event into person order",
  from: events,
  to: eventsByPerson,
  select: `
SELECT environment_id, person_key, timestamp, event, distinct_key, session_key, uuid, p_pathname
FROM {from}`,
});
