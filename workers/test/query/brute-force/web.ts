import type { TestEvent } from "../event-rows.ts";

/** Sessions as the definitions of web analytics say: plain loops over events. */
interface Visit {
  readonly start: number;
  readonly duration: number;
  readonly views: readonly TestEvent[];
  readonly bounced: boolean;
  readonly entry: string;
}

const path = ({ properties }: TestEvent): string => String(properties?.$pathname);
const seconds = (a: TestEvent, b: TestEvent) => Math.floor((Date.parse(b.at) - Date.parse(a.at)) / 1000);

/** Visits that begin in `[from, to]` (ms), with the pages seen until `to`; those without pages are none. */
export function visitsOf(events: readonly TestEvent[], from: number, to: number): Visit[] {
  const sessions = Map.groupBy(
    events.filter(({ session }) => session),
    ({ session }) => session,
  );
  return [...sessions.values()].flatMap((unsorted): Visit[] => {
    const own = unsorted.toSorted((a, b) => a.at.localeCompare(b.at));
    const [first, last] = [own[0] as TestEvent, own.at(-1) as TestEvent];
    const start = Date.parse(first.at);
    const pages = own.filter(({ event }) => event === "$pageview");
    const views = pages.filter(({ at }) => Date.parse(at) <= to);
    const duration = seconds(first, last);
    const clicked = own.some(({ event }) => event === "$autocapture");
    const bounced = pages.length <= 1 && !clicked && duration < 10;
    const visit = { start, duration, views, bounced, entry: path(first) };
    return start >= from && start <= to && views.length > 0 ? [visit] : [];
  });
}

/** visitors, views, sessions, duration, bounce rate in percent. */
export function overview(visits: readonly Visit[]): (number | null)[] {
  const sessions = visits.length;
  const views = visits.flatMap((visit) => visit.views);
  const mean = (value: (visit: Visit) => number) =>
    sessions === 0 ? null : visits.reduce((sum, visit) => sum + value(visit), 0) / sessions;
  const bounced = mean(({ bounced }) => (bounced ? 100 : 0));
  return [
    new Set(views.map(({ user }) => user)).size,
    views.length,
    sessions,
    mean(({ duration }) => duration),
    bounced,
  ];
}

/** Each page with its visitors, views and the bounce rate of the visits that began with it. */
export function pages(visits: readonly Visit[]): [string, number, number, number | null][] {
  const views = visits.flatMap((visit) => visit.views);
  return [...Map.groupBy(views, path)].map(([name, own]) => {
    const entered = visits.filter(
      (visit) => visit.entry === name && visit.views.some((view) => path(view) === name),
    );
    const rate = entered.filter(({ bounced }) => bounced).length / entered.length;
    const users = new Set(own.map(({ user }) => user)).size;
    return [name, users, own.length, Number.isNaN(rate) ? null : rate];
  });
}
