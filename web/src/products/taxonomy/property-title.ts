/** Names people know for the properties that SDKs and the edge set. */
const TITLES: Readonly<Record<string, string>> = {
  $active_feature_flags: "Active feature flags",
  $app_build: "App build",
  $app_name: "App name",
  $app_version: "App version",
  $browser: "Browser",
  $browser_language: "Browser language",
  $browser_version: "Browser version",
  $current_url: "Current URL",
  $device_id: "Device ID",
  $device_model: "Device model",
  $device_type: "Device type",
  $el_text: "Element text",
  $event_type: "Kind of interaction",
  $exception_message: "Exception message",
  $exception_type: "Exception type",
  $feature_flag: "Feature flag",
  $feature_flag_response: "Feature flag response",
  $geoip_city_name: "City",
  $geoip_continent_code: "Continent code",
  $geoip_continent_name: "Continent",
  $geoip_country_code: "Country code",
  $geoip_country_name: "Country",
  $geoip_subdivision_1_name: "Region",
  $geoip_time_zone: "Time zone by IP",
  $host: "Host",
  $insert_id: "Insert ID",
  $ip: "IP address",
  $lib: "Library",
  $lib_version: "Library version",
  $locale: "Locale",
  $network_carrier: "Network carrier",
  $os: "Operating system",
  $os_name: "Operating system name",
  $os_version: "Operating system version",
  $pageview_id: "Pageview ID",
  $pathname: "Path",
  $prev_pageview_duration: "Time on previous page",
  $prev_pageview_pathname: "Previous path",
  $raw_user_agent: "User agent",
  $referrer: "Referrer",
  $referring_domain: "Referring domain",
  $screen_height: "Screen height",
  $screen_name: "Screen",
  $screen_width: "Screen width",
  $search_engine: "Search engine",
  $session_duration: "Session length",
  $session_id: "Session ID",
  $timezone: "Time zone",
  $title: "Page title",
  $user_agent: "User agent",
  $viewport_height: "Viewport height",
  $viewport_width: "Viewport width",
  $window_id: "Window ID",
  utm_campaign: "UTM campaign",
  utm_content: "UTM content",
  utm_medium: "UTM medium",
  utm_source: "UTM source",
  utm_term: "UTM term",
};

const INITIAL = "$initial_";

/** `$browser` → `Browser`, `$initial_utm_source` → `First UTM source`; other names stay as they are. */
export function propertyTitle(key: string): string {
  if (Object.hasOwn(TITLES, key)) return TITLES[key] ?? key;
  if (!key.startsWith(INITIAL)) return key;
  const rest = key.slice(INITIAL.length);
  const first = TITLES[`$${rest}`] ?? TITLES[rest];
  return first
    ? `First ${/^[A-Z][a-z]/.test(first) ? first[0]?.toLowerCase() + first.slice(1) : first}`
    : key;
}
