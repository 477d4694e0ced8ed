/** Client properties that describe the person too: lifted into `$set`, and as `$initial_…` into `$set_once`. */
const CLIENT = [
  "$app_build",
  "$app_name",
  "$app_namespace",
  "$app_version",
  "$browser",
  "$browser_version",
  "$device_type",
  "$current_url",
  "$pathname",
  "$os",
  "$os_name",
  "$os_version",
  "$referring_domain",
  "$referrer",
  "$screen_height",
  "$screen_width",
  "$viewport_height",
  "$viewport_width",
  "$raw_user_agent",
];

/** Who brought the person: changes seldom, and each change matters. */
const CAMPAIGN = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_content",
  "utm_term",
  "gclid",
  "gad_source",
  "gclsrc",
  "dclid",
  "gbraid",
  "wbraid",
  "fbclid",
  "msclkid",
  "twclid",
  "li_fat_id",
  "mc_cid",
  "igshid",
  "ttclid",
  "rdt_cid",
  "epik",
  "qclid",
  "sccid",
  "irclid",
  "_kx",
];

/** Every `$geoip_…` property that a lookup may set. */
export const GEO_PROPERTIES = [
  "$geoip_city_name",
  "$geoip_country_name",
  "$geoip_country_code",
  "$geoip_continent_name",
  "$geoip_continent_code",
  "$geoip_postal_code",
  "$geoip_latitude",
  "$geoip_longitude",
  "$geoip_accuracy_radius",
  "$geoip_time_zone",
  "$geoip_subdivision_1_code",
  "$geoip_subdivision_1_name",
] as const;

/** Property → name under which its first value is kept. */
export const LIFTED: ReadonlyMap<string, string> = new Map(
  [...CLIENT, ...CAMPAIGN, ...GEO_PROPERTIES].map((name) => [
    name,
    `$initial_${name.startsWith("$") ? name.slice(1) : name}`,
  ]),
);

/** Says nothing about the person when the event comes from a server: it is the server's. */
export const SERVER_ONLY: ReadonlySet<string> = new Set(["$os", "$os_version", "$os_name"]);

const VOLATILE = [...CLIENT, ...GEO_PROPERTIES];
/** A bit for each: they fit into one 32-bit number. */
const BITS: ReadonlyMap<string, number> = new Map(VOLATILE.map((name, index) => [name, 1 << index]));

/** True for person properties that change with every page or place: alone they are no reason to write a person. */
export function isVolatile(personProperty: string): boolean {
  return BITS.has(personProperty);
}

/** The volatile ones among a person's or an update's properties, a bit each. */
export function volatileBits(properties: Readonly<Record<string, unknown>>): number {
  let bits = 0;
  for (const name in properties) if (properties[name] !== undefined) bits |= BITS.get(name) ?? 0;
  return bits;
}
