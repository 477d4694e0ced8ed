import { defineView } from "../schema/view.ts";
import { events } from "../tables/events.ts";
import { sessions } from "../tables/sessions.ts";

/** The column's value at the session's first event that has one. */
const first = (column: string, as: string): string =>
  `argMinState(toString(${column}), if(${column} = '', toDateTime64('2299-12-31 00:00:00', 3, 'UTC'), timestamp)) AS ${as}`;

/** The column's value at the session's last event that has one. */
const last = (column: string, as: string): string =>
  `argMaxState(toString(${column}), if(${column} = '', toDateTime64('1970-01-01 00:00:00', 3, 'UTC'), timestamp)) AS ${as}`;

export const sessionsView = defineView("sessions_view", {
  description: "Aggregates events with a session ID into sessions",
  from: events,
  to: sessions,
  select: `
SELECT
    environment_id,
    session_key,
    any(source.session_id) AS session_id,
    argMinState(source.distinct_id, timestamp) AS distinct_id,
    argMinState(source.distinct_key, timestamp) AS distinct_key,
    argMinState(source.person_key, timestamp) AS person_key,
    argMinState(source.person_id, timestamp) AS person_id,
    min(timestamp) AS min_timestamp,
    max(timestamp) AS max_timestamp,
    ${first("p_current_url", "entry_url")},
    ${first("p_pathname", "entry_pathname")},
    ${last("p_current_url", "exit_url")},
    ${last("p_pathname", "exit_pathname")},
    ${first("p_referring_domain", "referring_domain")},
    ${first("p_utm_source", "utm_source")},
    ${first("p_utm_medium", "utm_medium")},
    ${first("p_utm_campaign", "utm_campaign")},
    countIf(event = '$pageview') AS pageview_count,
    countIf(event = '$autocapture') AS autocapture_count,
    count() AS event_count,
    max(source.bot) AS bot
FROM {from} AS source
WHERE session_key != 0
GROUP BY environment_id, session_key`,
});
