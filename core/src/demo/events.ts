import { people } from "./people.ts";
import { type DemoEvent, visits } from "./visits.ts";

export const DEMO_PROJECT = "Shelfie (demo)";
export const DEMO_DAYS = 90;

const DAY = 86_400_000;

/**
 * What `count` people did in the demo product over the 90 days up to `now`, person by person, in batches of at least
 * `size` events. The same people do the same things each time, with the same uuids, so that sending them again after
 * a break stores nothing twice.
 * @param now ms since 1970; nothing is later
 */
export function* demoEvents(count: number, now: number, size: number): Generator<DemoEvent[]> {
  const start = Math.floor(now / DAY) * DAY - (DEMO_DAYS - 1) * DAY;
  let batch: DemoEvent[] = [];
  for (const person of people(count, DEMO_DAYS)) {
    for (const event of visits(person, DEMO_DAYS, start)) {
      if (Date.parse(event.timestamp) > now) break;
      batch.push(event);
    }
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
