import { invalid } from "../../http/errors.ts";

/** Throws when a text is not the name of a time zone. */
export function requireZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    throw invalid("timezone", `"${zone}" is not an IANA time zone, e.g. "Europe/Berlin".`, "invalid_choice");
  }
}
