/**
 * Well-known event properties that have a warehouse column of their own.
 *
 * One registry decides three things: what the edge writes into the row, what the DDL declares and what the SQL
 * printer reads for `properties.<name>`. Every other property lives in one of {@link MAP_COUNT} hashed maps.
 */
export type PropertyColumnType = "string" | "lowcard" | "float";

export interface PropertyColumn {
  /** Property name as SDKs send it. */
  readonly property: string;
  /** Warehouse column, `p_` and a plain name. */
  readonly column: string;
  /** `string` and `lowcard` are Nullable-free strings with '' for absent; `float` is Nullable(Float64). */
  readonly type: PropertyColumnType;
}

const lowcard = (property: string, column: string): PropertyColumn => ({ property, column, type: "lowcard" });
const text = (property: string, column: string): PropertyColumn => ({ property, column, type: "string" });

export const PROPERTY_COLUMNS: readonly PropertyColumn[] = [
  text("$current_url", "p_current_url"),
  lowcard("$pathname", "p_pathname"),
  lowcard("$host", "p_host"),
  text("$referrer", "p_referrer"),
  lowcard("$referring_domain", "p_referring_domain"),
  lowcard("$browser", "p_browser"),
  lowcard("$browser_version", "p_browser_version"),
  lowcard("$os", "p_os"),
  lowcard("$os_version", "p_os_version"),
  lowcard("$device_type", "p_device_type"),
  text("$device_id", "p_device_id"),
  lowcard("$lib", "p_lib"),
  lowcard("$lib_version", "p_lib_version"),
  lowcard("$geoip_country_code", "p_geoip_country_code"),
  lowcard("$geoip_city_name", "p_geoip_city_name"),
  lowcard("$timezone", "p_timezone"),
  lowcard("$event_type", "p_event_type"),
  lowcard("$feature_flag", "p_feature_flag"),
  lowcard("$feature_flag_response", "p_feature_flag_response"),
  lowcard("utm_source", "p_utm_source"),
  lowcard("utm_medium", "p_utm_medium"),
  lowcard("utm_campaign", "p_utm_campaign"),
  text("$exception_fingerprint", "p_exception_fingerprint"),
];

/** Number of `m0…m15` map columns (16 measured best, see docs/performance.md). */
export const MAP_COUNT = 16;

/** FNV-1a (32 bit, over UTF-16 code units) of the key, modulo {@link MAP_COUNT}: which map column holds a property. */
export function mapIndex(property: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < property.length; i++) {
    hash = Math.imul(hash ^ property.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % MAP_COUNT;
}

export const PROPERTY_COLUMN_BY_NAME: ReadonlyMap<string, PropertyColumn> = new Map(
  PROPERTY_COLUMNS.map((column) => [column.property, column]),
);
