import { productOf } from "@edgewise/core/billing/products.ts";
import { isoDay } from "@edgewise/core/billing/proration.ts";
import {
  isWhole,
  type RestoredSpan,
  type SampledData,
  type SampledDay,
} from "@edgewise/core/insights/weights.ts";
import { and, call, compare, constant, field, instant, list, select } from "@edgewise/core/sql/build.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { RegionDeps } from "../../deps.ts";
import { isoMicros } from "../../http/time.ts";
import type { OverPeriod } from "../../partition/usage/over-periods.ts";
import { TenantCache } from "../query/tenant-cache.ts";
import { meteredUsage, meterOf } from "./meter.ts";

type Place = { readonly organizationId: string; readonly environmentId: number };
type Needs = Pick<RegionDeps, "env" | "now" | "warehouse">;

const DAY_MS = 86_400_000;
/** Days back in which a sample is told apart; beyond, rows weigh as the edge noted it. */
const DAYS_BACK = 400;
/** Days and events whose exact weight a query is told, those with the most events first. */
const MAX_WEIGHTS = 500;
/** How long an answer is believed: most environments have no sample, and a new one is seen within this. */
const BELIEVED_MS = 10_000;

const known = new TenantCache<{ readonly at: number; readonly data: SampledData | null }>();

/**
 * What of an environment is only a sample, with the weights that make totals exact; null: nothing. Without an answer of the
 * meter nothing is said, and rows count once.
 */
export async function sampledData(place: Place, deps: Needs): Promise<SampledData | null> {
  if (!deps.env.USAGE) return null;
  const now = deps.now().getTime();
  const held = known.get(place.environmentId, now);
  // Jobs may be run as at a later time: what they learnt is not believed now.
  if (held !== undefined && held.at <= now) return held.data;
  let found: SampledData | null = null;
  try {
    found = await askSampled(place, now, deps);
  } catch (error) {
    console.error(JSON.stringify({ sampled: place.environmentId, error: String(error) }));
  }
  known.set(place.environmentId, { at: now, data: found }, now + BELIEVED_MS);
  return found;
}

async function askSampled(place: Place, now: number, deps: Needs): Promise<SampledData | null> {
  const { organizationId, environmentId } = place;
  const meter = meterOf(deps, organizationId);
  const all = (await meter?.overPeriods(now - DAYS_BACK * DAY_MS, now)) ?? [];
  // Flags are answered over their limit: none of them is missing.
  const over = all.filter(({ product }) => productOf(product).source === "events");
  if (over.length === 0) return null;
  const days = daysOf(over, now);
  const counted = new Map<string, { day: string; product: string; event: string; units: number }>();
  for (const { from, to } of spansOf(days)) {
    const { rows } = await meteredUsage(organizationId, { from, to }, environmentId, deps);
    for (const { day, product, event, over_limit } of rows) {
      if (over_limit <= 0 || productOf(product).source !== "events") continue;
      const key = `${day} ${event}`;
      const units = (counted.get(key)?.units ?? 0) + over_limit;
      counted.set(key, { day, product, event, units });
    }
  }
  if (counted.size === 0) return null;
  const restored = (await meter?.restoredSpans(environmentId)) ?? [];
  const kept = await keptOf(
    environmentId,
    [...new Set([...counted.values()].map(({ day }) => day))],
    restored,
    now,
    deps,
  );
  const missing = [...counted.values()].flatMap((cell) => {
    const { sample = 0, whole = 0 } = kept.get(`${cell.day} ${cell.event}`) ?? {};
    // Of a time that was restored, people of the sample stand for themselves.
    const units = cell.units - whole;
    return units > 0 ? [{ ...cell, units, sample }] : [];
  });
  if (missing.length === 0) return null;
  const weights = missing
    .sort((a, b) => b.units - a.units)
    .flatMap(({ day, event, units, sample }) => (sample > 0 ? [{ day, event, weight: units / sample }] : []))
    .slice(0, MAX_WEIGHTS);
  const spans = restored.length > 0 ? { restored } : {};
  return { weights, periods: over.map(present), days: sumDays(missing), ...spans };
}

const present = ({ product, startedAt, endedAt }: OverPeriod) => ({
  product,
  started_at: isoMicros(new Date(startedAt)),
  ended_at: endedAt === null ? null : isoMicros(new Date(endedAt)),
});

/** UTC days that periods touch, first to last. */
function daysOf(over: readonly OverPeriod[], now: number): string[] {
  const days = new Set<string>();
  for (const { startedAt, endedAt } of over)
    for (let at = Date.parse(isoDay(startedAt)); at <= (endedAt ?? now); at += DAY_MS) days.add(isoDay(at));
  return [...days].sort();
}

/** Days as spans without holes. */
function spansOf(days: readonly string[]): { from: string; to: string }[] {
  const spans: { from: string; to: string }[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last && Date.parse(last.to) + DAY_MS === Date.parse(day)) last.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans;
}

function sumDays(cells: readonly { day: string; product: string; units: number }[]): SampledDay[] {
  const sums = new Map<string, SampledDay>();
  for (const { day, product, units } of cells) {
    const key = `${day} ${product}`;
    sums.set(key, { day, product, events: (sums.get(key)?.events ?? 0) + units });
  }
  return [...sums.values()].sort((a, b) => a.day.localeCompare(b.day));
}

/** Rows of the sample that are stored, by UTC day of arrival and event: those that stand for others, and those restored since. */
async function keptOf(
  environmentId: number,
  days: readonly string[],
  restored: readonly RestoredSpan[],
  now: number,
  { warehouse }: Needs,
): Promise<Map<string, { readonly sample: number; readonly whole: number }>> {
  const arrival = call("toString", call("toDate", call("toTimeZone", field("created_at"), constant("UTC"))));
  const [first, last] = [Date.parse(days[0]!), Date.parse(days.at(-1)!) + DAY_MS];
  const compiled = compileQuery(
    select({
      select: [arrival, field("event"), call("count"), call("countIf", isWhole({ restored }))],
      from: "events",
      where: and(
        compare(field("sample_weight"), ">", constant(1)),
        compare(field("created_at"), ">=", instant(first)),
        compare(field("created_at"), "<", instant(last)),
        compare(arrival, "in", list(days)),
      ),
      groupBy: [arrival, field("event")],
    }),
    {
      environmentId,
      timezone: "UTC",
      weekStartDay: 0,
      now,
      hasPersonOverrides: false,
      limits: { defaultRows: null, maxRows: 100_000 },
    },
  );
  if (!compiled.ok) throw new Error(compiled.error.message);
  const result = await warehouse.query(compiled.value, { maxExecutionSeconds: 20 });
  if (!result.ok) throw new Error(result.error.message);
  return new Map(
    result.value.rows.map(([day, event, count, whole]) => [
      `${day} ${event}`,
      { sample: Number(count) - Number(whole), whole: Number(whole) },
    ]),
  );
}
