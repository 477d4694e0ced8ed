import type { SqlType } from "../types.ts";
import { channelType } from "./channel.ts";
import { type ColumnDef, column, type LogicalTable, path } from "./table.ts";

const START = "min(@.min_timestamp)";
const END = "max(@.max_timestamp)";
const DURATION = `dateDiff('second', ${START}, ${END})`;

const first = (name: string, type: SqlType = "string", hidden = false): ColumnDef =>
  column(`argMinMerge(@.${name})`, type, { hidden, emptyIsNull: type === "string" });
const last = (name: string): ColumnDef => column(`argMaxMerge(@.${name})`, "string", { emptyIsNull: true });

/** What the entry URL itself says. */
const URL_PARAMETERS = {
  $entry_utm_term: "utm_term",
  $entry_utm_content: "utm_content",
  $entry_gclid: "gclid",
  $entry_gad_source: "gad_source",
  $entry_fbclid: "fbclid",
} as const;

const urlParameter = (name: string): string => `extractURLParameter(argMinMerge(@.entry_url), '${name}')`;

const CHANNEL = channelType({
  source: "argMinMerge(@.utm_source)",
  medium: "argMinMerge(@.utm_medium)",
  campaign: "argMinMerge(@.utm_campaign)",
  domain: "argMinMerge(@.referring_domain)",
  gclid: urlParameter("gclid"),
  gadSource: urlParameter("gad_source"),
});

/** Sessions, aggregated from events. */
export const sessions: LogicalTable = {
  name: "sessions",
  physical: "sessions",
  style: "latest",
  key: ["session_key"],
  fields: {
    session_id: column("any(@.session_id)", "string"),
    team_id: column("any(@.environment_id)", "number"),
    distinct_id: column("argMinMerge(@.distinct_id)", "string"),
    person_id: first("person_id", "uuid"),
    $start_timestamp: column(START, "datetime"),
    $end_timestamp: column(END, "datetime"),
    $entry_current_url: first("entry_url"),
    $entry_pathname: first("entry_pathname"),
    $entry_hostname: column("domain(argMinMerge(@.entry_url))", "string", { emptyIsNull: true }),
    $end_current_url: last("exit_url"),
    $end_pathname: last("exit_pathname"),
    $end_hostname: column("domain(argMaxMerge(@.exit_url))", "string", { emptyIsNull: true }),
    $entry_referring_domain: first("referring_domain"),
    $entry_utm_source: first("utm_source"),
    $entry_utm_medium: first("utm_medium"),
    $entry_utm_campaign: first("utm_campaign"),
    ...Object.fromEntries(
      Object.entries(URL_PARAMETERS).map(([name, parameter]) => [
        name,
        column(urlParameter(parameter), "string", { emptyIsNull: true }),
      ]),
    ),
    $entry_has_gclid: column(`toBool(${urlParameter("gclid")} != '')`, "bool"),
    $entry_has_fbclid: column(`toBool(${urlParameter("fbclid")} != '')`, "bool"),
    $channel_type: column(CHANNEL, "string"),
    $pageview_count: column("sum(@.pageview_count)", "number"),
    $autocapture_count: column("sum(@.autocapture_count)", "number"),
    $event_count: column("sum(@.event_count)", "number"),
    $session_duration: column(DURATION, "number"),
    $is_bounce: column(
      `toBool(sum(@.pageview_count) <= 1 AND sum(@.autocapture_count) = 0 AND ${DURATION} < 10)`,
      "bool",
    ),
    id: path("session_id"),
    session_timestamp: path("$start_timestamp"),
    duration: path("$session_duration"),
    $exit_current_url: path("$end_current_url"),
    $exit_pathname: path("$end_pathname"),
    session_key: column("@.session_key", "number", { hidden: true }),
    distinct_key: first("distinct_key", "number", true),
    person_key: first("person_key", "number", true),
    bot: column("max(@.bot)", "number", { hidden: true }),
    person: {
      kind: "link",
      table: "persons",
      from: ["person_key"],
      to: "person_key",
      shortcuts: { id: ["person_id"] },
    },
  },
};
