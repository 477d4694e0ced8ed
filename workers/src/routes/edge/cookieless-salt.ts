import { isCookielessDay } from "@edgewise/core/events/cookieless.ts";
import type { EdgeEnv } from "../../env.ts";

/** Days change at most once an hour: so long an isolate asks no more. */
const KNOWN_MS = 600_000;

let known: { readonly until: number; readonly salts: Readonly<Record<string, string>> } | undefined;

/** The salt of a calendar day, '' when there is none. */
export type DailySalt = (day: string) => string;

export const NO_SALT: DailySalt = () => "";

/** The salts of the days that have visitors at `now`; an isolate forgets them with their days. */
export async function dailySalts({ SALTS }: Pick<EdgeEnv, "SALTS">, now: number): Promise<DailySalt> {
  if (!SALTS) return NO_SALT;
  if (!known || known.until <= now) {
    try {
      const salts = await SALTS.get(SALTS.idFromName("salts")).salts();
      known = { until: now + KNOWN_MS, salts };
    } catch (error) {
      console.error(JSON.stringify({ at: "cookieless salts", error: String(error) }));
      if (!known) return NO_SALT;
      const left = Object.entries(known.salts).filter(([day]) => isCookielessDay(day, now));
      known = { until: now, salts: Object.fromEntries(left) };
    }
  }
  const { salts } = known;
  return (day) => (isCookielessDay(day, now) ? (salts[day] ?? "") : "");
}
