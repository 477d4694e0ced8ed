import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, field, tuple } from "../../sql/build.ts";
import { isEvent, property } from "../web-query/events.ts";

/** What the rows of a table of visits are about. */
export interface Dimension {
  readonly value: Expr;
  /** True when a visit has one value, found by an aggregate over its events; else each of its events has one. */
  readonly ofVisit?: true;
  /** A path: cleaned on request, and preceded by `host` with `includeHost`. */
  readonly host?: Expr;
  /** Without a value, rows are about «none» (null) instead of being left out. */
  readonly keepsNone?: true;
  /** Values that stand for none, in parts of a list. */
  readonly present?: Expr;
  /** Events read beside the pages. */
  readonly events?: Expr;
}

const session = (name: string): Expr => call("any", field("session", name));
const ofVisit = (value: Expr): Dimension => ({ value, ofVisit: true });
const campaign = (name: string): Dimension => ({ ...ofVisit(session(name)), keepsNone: true });
const ofEvent = (name: string): Dimension => ({ value: property(name) });

const orNone = (name: string): Expr => call("ifNull", session(name), constant("(none)"));
const SOURCE_MEDIUM_CAMPAIGN = call(
  "concat",
  orNone("$entry_utm_source"),
  constant(" / "),
  orNone("$entry_utm_medium"),
  constant(" / "),
  orNone("$entry_utm_campaign"),
);

const EXTERNAL = property("$external_click_url");
const hasExternal = call("isNotNull", EXTERNAL);
const HOST = property("$host");
const country = property("$geoip_country_code");
const referrer = property("$referrer");

/** The page before this one in the session, else where the visitor came from. */
const PREVIOUS_PAGE = call(
  "coalesce",
  property("$prev_pageview_pathname"),
  call("nullIf", referrer, constant("$direct")),
);

const from = {
  ChannelType: ofVisit(session("$channel_type")),
  ReferringDomain: ofVisit(session("$entry_referring_domain")),
  UTMSource: campaign("$entry_utm_source"),
  UTMCampaign: campaign("$entry_utm_campaign"),
  UTMMedium: campaign("$entry_utm_medium"),
  UTMTerm: campaign("$entry_utm_term"),
  UTMContent: campaign("$entry_utm_content"),
  UTMSourceMediumCampaign: ofVisit(SOURCE_MEDIUM_CAMPAIGN),
} as const;

/** Each breakdown of visits (API.md 2.15): a new one is one line. */
export const DIMENSIONS = {
  Page: { ...ofEvent("$pathname"), host: HOST },
  InitialPage: { ...ofVisit(session("$entry_pathname")), host: session("$entry_hostname") },
  ExitPage: { ...ofVisit(session("$end_pathname")), host: session("$end_hostname") },
  PreviousPage: { value: PREVIOUS_PAGE, host: constant("") },
  ExitClick: {
    ...ofVisit(call("argMaxIf", EXTERNAL, field("timestamp"), hasExternal)),
    events: and(isEvent("$autocapture"), hasExternal),
  },
  ScreenName: ofEvent("$screen_name"),
  InitialChannelType: from.ChannelType,
  InitialReferringDomain: from.ReferringDomain,
  InitialReferringURL: ofVisit(call("argMin", referrer, field("timestamp"))),
  InitialUTMSource: from.UTMSource,
  InitialUTMCampaign: from.UTMCampaign,
  InitialUTMMedium: from.UTMMedium,
  InitialUTMTerm: from.UTMTerm,
  InitialUTMContent: from.UTMContent,
  InitialUTMSourceMediumCampaign: from.UTMSourceMediumCampaign,
  FirstPageviewChannelType: from.ChannelType,
  FirstPageviewReferringDomain: from.ReferringDomain,
  FirstPageviewUTMSource: from.UTMSource,
  FirstPageviewUTMCampaign: from.UTMCampaign,
  FirstPageviewUTMMedium: from.UTMMedium,
  FirstPageviewUTMTerm: from.UTMTerm,
  FirstPageviewUTMContent: from.UTMContent,
  FirstPageviewUTMSourceMediumCampaign: from.UTMSourceMediumCampaign,
  Browser: ofEvent("$browser"),
  OS: ofEvent("$os"),
  Viewport: {
    value: call(
      "concat",
      call("toString", property("$viewport_width")),
      constant("x"),
      call("toString", property("$viewport_height")),
    ),
  },
  DeviceType: ofEvent("$device_type"),
  Country: ofEvent("$geoip_country_code"),
  Region: {
    value: tuple(country, property("$geoip_subdivision_1_code"), property("$geoip_subdivision_1_name")),
    present: call("isNotNull", property("$geoip_subdivision_1_code")),
  },
  City: {
    value: tuple(country, property("$geoip_city_name")),
    present: call("isNotNull", property("$geoip_city_name")),
  },
  Timezone: ofEvent("$timezone"),
  Language: ofEvent("$browser_language"),
} as const satisfies Readonly<Record<string, Dimension>>;

export type Breakdown = keyof typeof DIMENSIONS;
export const BREAKDOWNS = Object.keys(DIMENSIONS) as [Breakdown, ...Breakdown[]];

/** A page was left, with how far it was read and how long it took. */
export const LEAVES_PAGE: Expr = compare(
  field("event"),
  "in",
  tuple(constant("$pageview"), constant("$pageleave"), constant("$screen")),
);
