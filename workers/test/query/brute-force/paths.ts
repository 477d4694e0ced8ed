import type { TestEvent } from "../event-rows.ts";
import { byUser } from "./history.ts";

export interface PathsAsked {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly steps: number;
  readonly exclude: readonly string[];
  /** Names that stand for several: a wildcard, and what it covers. */
  readonly group: { readonly glob: string; readonly names: readonly string[] } | undefined;
  readonly minimum: number;
  readonly edges: number;
}

/** A link, and the user and time (ms) of each path that has it. */
export interface Link {
  readonly source: string;
  readonly target: string;
  readonly uses: readonly { readonly user: string; readonly ms: number }[];
}

/** Links of paths over event names; moments of a user must differ. */
export function pathLinks(events: readonly TestEvent[], asked: PathsAsked): Link[] {
  const links = new Map<string, { user: string; ms: number }[]>();
  for (const [user, own] of byUser(named(events, asked))) {
    for (const path of visits(own).map((visit) => cut(visit, asked))) {
      for (const [index, step] of path.slice(0, -1).entries()) {
        const next = path[index + 1] as TestEvent;
        const key = JSON.stringify([`${index + 1}_${step.event}`, `${index + 2}_${next.event}`]);
        const ms = Date.parse(next.at) - Date.parse(step.at);
        links.set(key, [...(links.get(key) ?? []), { user, ms }]);
      }
    }
  }
  return [...links]
    .map(([key, uses]) => {
      const [source, target] = JSON.parse(key) as [string, string];
      return { source, target, uses };
    })
    .filter(({ uses }) => uses.length >= asked.minimum)
    .sort((a, b) => b.uses.length - a.uses.length || order(a.source, b.source) || order(a.target, b.target))
    .slice(0, asked.edges);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function named(events: readonly TestEvent[], { exclude, group }: PathsAsked): TestEvent[] {
  return events
    .map((one) => (group?.names.includes(one.event) ? { ...one, event: group.glob } : one))
    .filter(({ event }) => !exclude.includes(event));
}

function visits(own: readonly TestEvent[]): TestEvent[][] {
  const all: TestEvent[][] = [];
  let before: TestEvent | undefined;
  for (const event of own) {
    const paused = !before || Date.parse(event.at) - Date.parse(before.at) > 30 * 60_000;
    if (paused) all.push([event]);
    else if (before?.event !== event.event) all.at(-1)?.push(event);
    before = event;
  }
  return all;
}

function cut(visit: TestEvent[], { start, end, steps }: PathsAsked): TestEvent[] {
  let path = visit;
  if (start !== undefined) {
    const at = path.findIndex(({ event }) => event === start);
    path = at < 0 ? [] : path.slice(at);
  }
  if (end === undefined) return path.slice(0, steps);
  const at = path.findIndex(({ event }, index) => event === end && (start === undefined || index > 0));
  path = at < 0 ? [] : path.slice(0, at + 1);
  if (start === undefined) return path.slice(-steps);
  if (path.length <= steps) return path;
  const half = Math.floor(steps / 2);
  const middle = { ...(path[half] as TestEvent), event: "..." };
  return [...path.slice(0, half), middle, ...path.slice(-half)];
}
