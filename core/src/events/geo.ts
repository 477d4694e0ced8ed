import type { JsonObject } from "./types.ts";

/** Where an IP address is; what a lookup does not know is absent. */
export interface GeoLocation {
  readonly city?: string;
  readonly country?: string;
  readonly countryCode?: string;
  readonly continent?: string;
  readonly continentCode?: string;
  readonly postalCode?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly accuracyRadius?: number;
  readonly timeZone?: string;
  readonly subdivisionCode?: string;
  readonly subdivision?: string;
}

const NAMES: Readonly<Record<keyof GeoLocation, string>> = {
  city: "$geoip_city_name",
  country: "$geoip_country_name",
  countryCode: "$geoip_country_code",
  continent: "$geoip_continent_name",
  continentCode: "$geoip_continent_code",
  postalCode: "$geoip_postal_code",
  latitude: "$geoip_latitude",
  longitude: "$geoip_longitude",
  accuracyRadius: "$geoip_accuracy_radius",
  timeZone: "$geoip_time_zone",
  subdivisionCode: "$geoip_subdivision_1_code",
  subdivision: "$geoip_subdivision_1_name",
};

/** A location as event properties. */
export function geoProperties(location: GeoLocation): JsonObject {
  const properties: JsonObject = {};
  for (const field in NAMES) {
    const value = location[field as keyof GeoLocation];
    if (value !== undefined && value !== "") properties[NAMES[field as keyof GeoLocation]] = value;
  }
  return properties;
}
