import { Buffer } from "node:buffer";
import { geoProperties } from "@edgewise/core/events/geo.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type CityResponse, Reader } from "mmdb-lib";

let opened: { readonly file: ArrayBuffer; readonly reader: Reader<CityResponse> | null } | undefined;
const CACHE_LIMIT = 5000;
const cache = new Map<string, JsonObject | undefined>();

/** A reader for the bound file; null when it is not in MaxMind's format (then there is no geo, and nothing fails). */
function readerOf(file: ArrayBuffer): Reader<CityResponse> | null {
  if (opened?.file === file) return opened.reader;
  let reader: Reader<CityResponse> | null = null;
  try {
    reader = new Reader<CityResponse>(Buffer.from(file));
  } catch {
    console.error("GEOIP is not a MaxMind database: events get no location");
  }
  opened = { file, reader };
  cache.clear();
  return reader;
}

function lookUp(reader: Reader<CityResponse>, ip: string): JsonObject | undefined {
  let found: CityResponse | null;
  try {
    found = reader.get(ip);
  } catch {
    return undefined;
  }
  if (!found) return undefined;
  return geoProperties({
    city: found.city?.names?.en,
    country: found.country?.names?.en,
    countryCode: found.country?.iso_code,
    continent: found.continent?.names?.en,
    continentCode: found.continent?.code,
    postalCode: found.postal?.code,
    latitude: found.location?.latitude,
    longitude: found.location?.longitude,
    accuracyRadius: found.location?.accuracy_radius,
    timeZone: found.location?.time_zone,
    subdivisionCode: found.subdivisions?.[0]?.iso_code,
    subdivision: found.subdivisions?.[0]?.names?.en,
  });
}

/** Location of an address by a MaxMind-format file, as event properties. */
export function maxmindLocation(file: ArrayBuffer, ip: string): JsonObject | undefined {
  const reader = readerOf(file);
  if (!reader) return undefined;
  if (cache.has(ip)) return cache.get(ip);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const location = lookUp(reader, ip);
  cache.set(ip, location);
  return location;
}
