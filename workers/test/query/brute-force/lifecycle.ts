import type { TestEvent } from "../event-rows.ts";
import { byUser, matches, type UnitOf, type Wanted } from "./history.ts";

export const STATUSES = ["new", "returning", "resurrecting", "dormant"] as const;
export type Status = (typeof STATUSES)[number];

/** New, returning, resurrecting and dormant users of each unit of `first`…`last`. */
export function lifecycleUsers(
  events: readonly TestEvent[],
  wanted: Wanted,
  unit: UnitOf,
  [first, last]: readonly [number, number],
): Record<Status, Set<string>[]> {
  const nobody = () => Array.from({ length: last - first + 1 }, () => new Set<string>());
  const users = { new: nobody(), returning: nobody(), resurrecting: nobody(), dormant: nobody() };
  for (const [user, own] of byUser(events.filter(matches(wanted)))) {
    const active = new Set(own.map(({ at }) => unit(at)));
    const born = Math.min(...active);
    for (let now = first; now <= last; now++) {
      const status = statusOf(active, born, now);
      if (status) users[status][now - first]?.add(user);
    }
  }
  return users;
}

function statusOf(active: ReadonlySet<number>, born: number, now: number): Status | undefined {
  const before = active.has(now - 1);
  if (!active.has(now)) return before ? "dormant" : undefined;
  if (now === born) return "new";
  return before ? "returning" : "resurrecting";
}
