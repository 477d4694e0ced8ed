import { geoProperties } from "@edgewise/core/events/geo.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";

/** What Cloudflare (or workerd: `clientIp`) puts on `request.cf`; every field may be missing. */
export interface CloudflareHints {
  readonly [key: string]: unknown;
  readonly clientIp?: string;
  readonly verifiedBotCategory?: string;
}

const CONTINENTS: Readonly<Record<string, string>> = {
  AF: "Africa",
  AN: "Antarctica",
  AS: "Asia",
  EU: "Europe",
  NA: "North America",
  OC: "Oceania",
  SA: "South America",
};

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const number = (value: unknown): number | undefined => {
  const parsed = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof parsed === "number" && Number.isFinite(parsed) ? parsed : undefined;
};

let countryNames: Intl.DisplayNames | undefined;

function countryName(code: string | undefined): string | undefined {
  if (code === undefined || !/^[A-Z]{2}$/.test(code)) return undefined;
  countryNames ??= new Intl.DisplayNames(["en"], { type: "region" });
  const name = countryNames.of(code);
  return name === code ? undefined : name;
}

/** The connection's location as event properties; undefined when Cloudflare gave none. */
export function networkLocation(cf: CloudflareHints): JsonObject | undefined {
  // T1 is Tor, XX unknown.
  const countryCode = text(cf.country);
  if (countryCode === undefined || countryCode === "T1" || countryCode === "XX") return undefined;
  const continentCode = text(cf.continent);
  return geoProperties({
    city: text(cf.city),
    countryCode,
    country: countryName(countryCode),
    continentCode,
    continent: CONTINENTS[continentCode ?? ""],
    postalCode: text(cf.postalCode),
    latitude: number(cf.latitude),
    longitude: number(cf.longitude),
    timeZone: text(cf.timezone),
    subdivisionCode: text(cf.regionCode),
    subdivision: text(cf.region),
  });
}
