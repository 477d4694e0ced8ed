import { column, type LogicalTable } from "./table.ts";

/** Counts per UTC day and event name: what there is and how much, without reading events. */
export const eventsDaily: LogicalTable = {
  name: "events_daily",
  physical: "events_daily",
  style: "rows",
  key: ["day", "event", "lane", "bot"],
  fields: {
    team_id: column("@.environment_id", "number"),
    day: column("@.day", "date"),
    event: column("@.event", "string"),
    lane: column("@.lane", "string"),
    bot: column("@.bot", "number"),
    count: column("@.count", "number"),
    first_seen: column("@.first_seen", "datetime"),
    last_seen: column("@.last_seen", "datetime"),
  },
};
