import { expect, it } from "vitest";
import { propertyTitle } from "./property-title.ts";

it.each([
  ["$browser", "Browser"],
  ["utm_source", "UTM source"],
  ["$initial_browser", "First browser"],
  ["$initial_utm_source", "First UTM source"],
  ["$initial_geoip_country_code", "First country code"],
  ["$initial_ip", "First IP address"],
  ["$initial_plan", "$initial_plan"],
  ["plan", "plan"],
  ["$unheard_of", "$unheard_of"],
  ["constructor", "constructor"],
  ["", ""],
])("%j reads %j", (key, title) => {
  expect(propertyTitle(key)).toBe(title);
});
