import { column, type LogicalTable } from "./table.ts";

/** Stored blocks of session recordings: which sessions can be watched. */
export const sessionRecordings: LogicalTable = {
  name: "session_recordings",
  physical: "recordings",
  style: "rows",
  key: ["session_id", "first_timestamp", "uuid"],
  fields: {
    team_id: column("@.environment_id", "number"),
    session_id: column("@.session_id", "string"),
    window_id: column("@.window_id", "string"),
    distinct_id: column("@.distinct_id", "string"),
    first_timestamp: column("@.first_timestamp", "datetime"),
    last_timestamp: column("@.last_timestamp", "datetime"),
    event_count: column("@.event_count", "number"),
    click_count: column("@.click_count", "number"),
    keypress_count: column("@.keypress_count", "number"),
    console_log_count: column("@.console_log_count", "number"),
    console_warn_count: column("@.console_warn_count", "number"),
    console_error_count: column("@.console_error_count", "number"),
    first_url: column("@.first_url", "string"),
  },
};
