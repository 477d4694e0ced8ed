/** Where visits come from, by the name or host of the source. Longest lists of the web's biggest; all else is unknown. */
const KINDS = {
  search:
    "google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|brave|qwant|startpage|naver|seznam|perplexity|kagi|ask\\\\.com",
  social:
    "facebook|fb|instagram|ig|twitter|t\\\\.co|x\\\\.com|linkedin|lnkd\\\\.in|reddit|pinterest|tiktok|threads|snapchat|mastodon|bsky|bluesky|quora|tumblr|weibo|vk|whatsapp|telegram|discord|hacker-?news|ycombinator",
  video: "youtube|youtu\\\\.be|vimeo|twitch|dailymotion|netflix|hulu|disneyplus",
  shopping: "amazon|ebay|etsy|shopify|aliexpress|alibaba|walmart|mercadolibre|shopping|igshopping",
  email: "e-?mail|newsletter|mail|outlook|gmail|mailchimp|sendgrid|hubspotemail",
} as const;

const NAMES = {
  source: "channel_source",
  medium: "channel_medium",
  campaign: "channel_campaign",
  domain: "channel_domain",
  gclid: "channel_gclid",
  gadSource: "channel_gad_source",
} as const;

const PAID = "'^(.*cp.*|ppc|retargeting|paid.*)$'";
const SHOP = "'(^|[^a-z])shop'";

/**
 * The channel of a session by its first event's campaign parameters and referrer, as SQL over those texts: paid ones
 * before direct ones before organic ones, «Unknown» when nothing tells.
 */
export function channelType(of: {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly domain: string;
  readonly gclid: string;
  readonly gadSource: string;
}): string {
  const { source, medium, campaign, gclid, gadSource } = NAMES;
  const referrer = `if(${NAMES.domain} = '$direct', '', ${NAMES.domain})`;
  const origin = `if(${source} != '', ${source}, ${referrer})`;
  const is = (kind: keyof typeof KINDS) => `match(${origin}, '(^|[^a-z0-9])(${KINDS[kind]})([^a-z0-9]|$)')`;
  const shops = `(${is("shopping")} OR match(${campaign}, ${SHOP}))`;
  const paid = `(match(${medium}, ${PAID}) OR ${gclid} != '' OR ${gadSource} != '')`;
  const cases: [string, string][] = [
    [`position(${campaign}, 'cross-network') > 0`, "Cross Network"],
    [`${paid} AND ${shops}`, "Paid Shopping"],
    [`${paid} AND ${is("video")}`, "Paid Video"],
    [`${paid} AND ${is("social")}`, "Paid Social"],
    [`${paid} AND (${is("search")} OR ${gclid} != '' OR ${gadSource} != '')`, "Paid Search"],
    [paid, "Paid Unknown"],
    [
      `${referrer} = '' AND ${medium} IN ('', '(none)', '(not set)') AND ${source} IN ('', 'direct', '(direct)')`,
      "Direct",
    ],
    [`${medium} = 'affiliate'`, "Affiliate"],
    [`${medium} = 'audio'`, "Audio"],
    [`${medium} = 'sms' OR ${source} = 'sms'`, "SMS"],
    [`endsWith(${medium}, 'push') OR match(${medium}, 'notification|mobile')`, "Push"],
    [`match(${medium}, '^e-?mail$|newsletter') OR ${is("email")}`, "Email"],
    [shops, "Organic Shopping"],
    [`${is("video")} OR match(${medium}, 'video')`, "Organic Video"],
    [`${is("search")} OR ${medium} = 'organic'`, "Organic Search"],
    [`${is("social")} OR match(${medium}, '^(social|social-?(network|media)|sm)$')`, "Organic Social"],
    [`${medium} IN ('referral', 'link', 'app') OR ${referrer} != ''`, "Referral"],
  ];
  const channel = `multiIf(${cases.flatMap(([when, name]) => [when, `'${name}'`]).join(", ")}, 'Unknown')`;
  const keys = Object.keys(NAMES) as (keyof typeof NAMES)[];
  const values = keys.map((key) => `[lower(${of[key]})]`);
  // The engine's optimiser fails on conditions of aggregates: they become arguments.
  return `arrayMap((${keys.map((key) => NAMES[key]).join(", ")}) -> ${channel}, ${values.join(", ")})[1]`;
}
