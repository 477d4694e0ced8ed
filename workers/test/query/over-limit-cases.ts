import type { JsonObject } from "@edgewise/core/events/types.ts";
import { SAMPLE_ONE_IN, type SampledData } from "@edgewise/core/insights/weights.ts";
import type { TestEvent } from "./event-rows.ts";

const USERS = 400;
const NAMES = ["in", "mid", "out"];
/** From here on events come over the limit. */
const LIMIT_AT = "2026-01-04T12:00:00.000Z";

/** Users with a few events each, before and after the limit was reached, up to all three names in some order. */
export const WHOLE_EVENTS: readonly TestEvent[] = Array.from(
  { length: USERS },
  (_, number) => number,
).flatMap((number) =>
  Array.from(
    { length: 1 + (number % 6) },
    (_, index): TestEvent => ({
      event: NAMES[(index + Math.floor(number / 3)) % NAMES.length] as string,
      user: `person ${number}`,
      // Two at a time, so that there are paths.
      at: `2026-01-0${1 + ((number + 2 * (index >> 1)) % 7)}T${10 + (Math.floor(number / 10) % 10)}:0${index}:00.000Z`,
      session: `session ${number} ${(number + 2 * (index >> 1)) % 7}`,
      properties: {
        amount: 1 + (number % 10),
        colour: number % 3 === 0 ? "red" : "blue",
        $current_url: `/${index}`,
      },
    }),
  ),
);

const isOver = ({ at }: TestEvent): boolean => at >= LIMIT_AT;
const placeOf = ({ user }: TestEvent): number => Number(user.split(" ")[1]) % SAMPLE_ONE_IN;

/** What is kept when the people of one of ten samples are. */
export const keptEvents = (sample: number): TestEvent[] =>
  WHOLE_EVENTS.filter((event) => !isOver(event) || placeOf(event) === sample).map((event) =>
    isOver(event) ? { ...event, weight: SAMPLE_ONE_IN } : event,
  );

/** What the meter says of it. */
export function sampledOf(sample: number): SampledData {
  const over = WHOLE_EVENTS.filter(isOver);
  const cell = ({ event, at }: TestEvent) => `${at.slice(0, 10)} ${event}`;
  const cells = [...Map.groupBy(over, cell)].map(([key, events]) => {
    const [day = "", event = ""] = key.split(" ");
    const kept = events.filter((one) => placeOf(one) === sample).length;
    return { day, event, weight: events.length / kept };
  });
  return { weights: cells.filter(({ weight }) => Number.isFinite(weight)), periods: [], days: [] };
}

const series = (math: JsonObject = {}) => [{ kind: "EventsNode", event: "in", ...math }];
const steps = NAMES.map((event) => ({ kind: "EventsNode", event }));
const entity = (id: string) => ({ id, type: "events" });
const retention = { targetEntity: entity("in"), returningEntity: entity("mid") };
const bold = { trendsFilter: { display: "BoldNumber" } };

/** Queries whose counts are of people: the mean answer of all ten samples is the answer about everything. */
export const PEOPLE_CASES: readonly [string, JsonObject][] = [
  ["users a day", { kind: "TrendsQuery", series: series({ math: "dau" }) }],
  ["users at all", { kind: "TrendsQuery", series: series({ math: "dau" }), ...bold }],
  [
    "users by colour",
    { kind: "TrendsQuery", series: series({ math: "dau" }), breakdownFilter: { breakdown: "colour" } },
  ],
  [
    "running users",
    {
      kind: "TrendsQuery",
      series: series({ math: "dau" }),
      trendsFilter: { display: "ActionsLineGraphCumulative" },
    },
  ],
  ["weekly users", { kind: "TrendsQuery", series: series({ math: "weekly_active" }) }],
  ["weekly users at the end", { kind: "TrendsQuery", series: series({ math: "weekly_active" }), ...bold }],
  ["first time users", { kind: "TrendsQuery", series: series({ math: "first_time_for_user" }) }],
  ["sessions", { kind: "TrendsQuery", series: series({ math: "unique_session" }) }],
  ["a funnel", { kind: "FunnelsQuery", series: steps }],
  [
    "a funnel in any order",
    { kind: "FunnelsQuery", series: steps, funnelsFilter: { funnelOrderType: "unordered" } },
  ],
  ["retention", { kind: "RetentionQuery", retentionFilter: retention }],
  [
    "retention of first times",
    {
      kind: "RetentionQuery",
      retentionFilter: { ...retention, retentionType: "retention_first_ever_occurrence" },
    },
  ],
  [
    "retention by colour",
    { kind: "RetentionQuery", retentionFilter: retention, breakdownFilter: { breakdown: "colour" } },
  ],
  ["stickiness", { kind: "StickinessQuery", series: series() }],
  ["lifecycle", { kind: "LifecycleQuery", series: series() }],
  ["paths", { kind: "PathsQuery", pathsFilter: { includeEventTypes: ["custom_event"], edgeLimit: 500 } }],
  ["a calendar", { kind: "CalendarHeatmapQuery", series: series({ math: "dau" }) }],
];

/** Queries of what the meter counted: every sample's answer is the answer about everything. */
export const EXACT_CASES: readonly [string, JsonObject][] = [
  ["events a day", { kind: "TrendsQuery", series: series() }],
  ["events at all", { kind: "TrendsQuery", series: series(), ...bold }],
];

/** Queries of ratios, and of small numbers that are cut off where they can't be: the mean of ten samples is near. */
export const RATIO_CASES: readonly [string, JsonObject][] = [
  ["a funnel by colour", { kind: "FunnelsQuery", series: steps, breakdownFilter: { breakdown: "colour" } }],
  ["a mean", { kind: "TrendsQuery", series: series({ math: "avg", math_property: "amount" }), ...bold }],
  ["a median", { kind: "TrendsQuery", series: series({ math: "median", math_property: "amount" }), ...bold }],
  ["events per user", { kind: "TrendsQuery", series: series({ math: "avg_count_per_actor" }), ...bold }],
  [
    "a percentile per user",
    { kind: "TrendsQuery", series: series({ math: "p90_count_per_actor" }), ...bold },
  ],
  [
    "a funnel's times",
    { kind: "FunnelsQuery", series: steps, funnelsFilter: { funnelVizType: "time_to_convert", binCount: 3 } },
  ],
  ["a funnel's trend", { kind: "FunnelsQuery", series: steps, funnelsFilter: { funnelVizType: "trends" } }],
];
