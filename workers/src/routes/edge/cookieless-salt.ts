import { isCookielessDay } from "@edgewise/core/events/cookieless.ts";
import type { EdgeEnv } from "../../env.ts";
import type { SaltObject } from "../../partition/salt-object.ts";
import { objectIn } from "../../regions/objects.ts";
import type { Region, RegionVars } from "../../regions/regions.ts";

type SaltSource = Pick<SaltObject, "salts">;

/** Days change at most once an hour: so long an isolate asks no more. */
const KNOWN_MS = 600_000;

interface Known {
  readonly until: number;
  readonly salts: Readonly<Record<string, string>>;
}

const knownOf = new Map<Region, Known>();

/** The salt of a calendar day, '' when there is none. */
export type DailySalt = (day: string) => string;

export const NO_SALT: DailySalt = () => "";

/** A region's salts of the days that have visitors at `now`; an isolate forgets them with their days. */
export async function dailySalts(
  env: Pick<EdgeEnv, "SALTS"> & RegionVars,
  region: Region,
  now: number,
): Promise<DailySalt> {
  if (!env.SALTS) return NO_SALT;
  let known = knownOf.get(region);
  if (!known || known.until <= now) {
    try {
      const object = objectIn(
        env.SALTS as DurableObjectNamespace,
        env,
        region,
        "salts",
      ) as unknown as SaltSource;
      known = { until: now + KNOWN_MS, salts: await object.salts() };
    } catch (error) {
      console.error(JSON.stringify({ at: "cookieless salts", region, error: String(error) }));
      if (!known) return NO_SALT;
      const left = Object.entries(known.salts).filter(([day]) => isCookielessDay(day, now));
      known = { until: now, salts: Object.fromEntries(left) };
    }
    knownOf.set(region, known);
  }
  const { salts } = known;
  return (day) => (isCookielessDay(day, now) ? (salts[day] ?? "") : "");
}
