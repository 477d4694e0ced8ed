import { derivedUuid } from "./identity.ts";

/** The distinct ID that SDKs send in cookieless mode. */
export const COOKIELESS_ID = "$posthog_cookieless";

/** What tells visitors apart for one day without storing anything on their device. */
export interface CookielessVisitor {
  /** Random, of the event's UTC day; forgotten afterwards, so that nobody can recompute the ID. */
  readonly dailySalt: string;
  readonly environmentId: number;
  readonly ip: string;
  readonly host: string;
  readonly userAgent: string;
}

/** `cookieless_<uuid>`: the same for one visitor of one site on one day, different everywhere else. */
export function cookielessId(visitor: CookielessVisitor): string {
  const { dailySalt, environmentId, ip, host, userAgent } = visitor;
  return `cookieless_${derivedUuid(JSON.stringify([dailySalt, environmentId, ip, host, userAgent]))}`;
}
