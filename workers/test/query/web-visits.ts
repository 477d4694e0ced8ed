import type { TestEvent } from "./event-rows.ts";

/** Three visits of this week and one of the week before, by three persons. Now is 2026-01-08 10:30. */
type Properties = Readonly<Record<string, string | number | boolean>>;
const at = (day: number, minute: number): string => new Date(Date.UTC(2026, 0, day, 8, minute)).toISOString();
export const seen = (
  user: string,
  session: string,
  day: number,
  minute: number,
  path: string,
  more: Properties = {},
  event = "$pageview",
): TestEvent => ({
  event,
  user,
  session,
  at: at(day, minute),
  properties: { $pathname: path, $host: "x.io", $current_url: `https://x.io${path}?a=1`, ...more },
});
const ANN = { $browser: "Chrome", $geoip_country_code: "DE", $geoip_city_name: "Bonn" };
const BOB = { $browser: "Safari", $geoip_country_code: "DE" };

export const EVENTS: readonly TestEvent[] = [
  // Two pages in a minute, from a newsletter; the first was read to 90 % in 60 s.
  seen("ann", "s1", 5, 0, "/", {
    ...ANN,
    utm_source: "news",
    utm_medium: "email",
    $referrer: "https://m.io/",
  }),
  seen("ann", "s1", 5, 1, "/docs/1", {
    ...ANN,
    $prev_pageview_pathname: "/",
    $prev_pageview_duration: 60,
    $prev_pageview_max_content_percentage: 0.9,
  }),
  { ...seen("ann", "s1", 5, 1, "/docs/1", ANN, "bought"), at: "2026-01-05T08:01:30.000Z" },
  seen("ann", "s1", 5, 1, "/docs/1", { ...ANN, $external_click_url: "https://o.io/p?q=1" }, "$autocapture"),
  // One page only: bounces. Left after 20 s at 40 %.
  seen("bob", "s2", 6, 0, "/", { ...BOB, utm_source: "news" }),
  {
    ...seen(
      "bob",
      "s2",
      6,
      0,
      "/",
      {
        ...BOB,
        $prev_pageview_pathname: "/",
        $prev_pageview_duration: 20,
        $prev_pageview_max_content_percentage: 0.4,
      },
      "$pageleave",
    ),
    at: "2026-01-06T08:00:05.000Z",
  },
  // Ann again, straight to the docs; bounces.
  seen("ann", "s3", 7, 0, "/docs/2", { ...ANN, $viewport_width: 800, $viewport_height: 600 }),
  seen("ann", "s3", 7, 0, "/docs/2", ANN, "$rageclick"),
  seen("ann", "s3", 7, 0, "/docs/2", ANN, "$exception"),
  // Before: one visit.
  seen("cat", "s0", 1, 0, "/docs/1", BOB),
  seen("cat", "s0", 1, 5, "/", BOB),
  // No session, no visit.
  { ...seen("dan", "", 6, 0, "/", BOB) },
  ...[100, 300, 500].map((value, index) =>
    seen(
      "ann",
      "s3",
      7,
      index,
      index === 0 ? "/" : "/docs/2",
      { $web_vitals_LCP_value: value },
      "$web_vitals",
    ),
  ),
];
// The vitals prolong s3 to two minutes: it does not bounce then.
