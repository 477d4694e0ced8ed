import type { TestEvent } from "../event-rows.ts";
import { byUser, matches, named, type UnitOf, type Wanted } from "./history.ts";

export interface RetentionAsked {
  readonly target: Wanted;
  readonly returning: Wanted;
  readonly type: "retention_recurring" | "retention_first_time" | "retention_first_ever_occurrence";
  readonly cumulative: boolean;
  readonly minimum: number;
  /** Lengths of the columns after column 0, in units. */
  readonly lengths: readonly number[];
  /** Intervals run from the start on and last that long (ms). */
  readonly window: number | undefined;
}

/** Someone in a cell. */
interface Cell {
  readonly users: Set<string>;
  readonly numbers: number[];
}

/** Who is in which cell of the rows `first`…`last`, and the numbers of their events; `until`: the last unit read. */
export function retentionCells(
  events: readonly TestEvent[],
  asked: RetentionAsked,
  unit: UnitOf,
  [first, last]: readonly [number, number],
  until: number,
): Cell[][] {
  const columns = [0, ...asked.lengths];
  const table = Array.from({ length: last - first + 1 }, () =>
    columns.map((): Cell => ({ users: new Set(), numbers: [] })),
  );
  for (const [user, all] of byUser(events)) {
    const own = all.filter(({ at }) => unit(at) <= until);
    const returns = own.filter(matches(asked.returning)).filter(({ at }) => unit(at) >= first);
    for (const origin of startsOf(own, asked, unit)) {
      const row = table[unit(origin.at) - first];
      const distance = distanceFrom(origin, asked, unit);
      const counts = Map.groupBy(returns, distance);
      const enough = returns.filter((event) => (counts.get(distance(event))?.length ?? 0) >= asked.minimum);
      const back = Map.groupBy(enough, (event) => columnOf(distance(event), asked));
      const targets = own.filter(
        (event) => starts(asked)(event) && event.at >= origin.at && distance(event) === 0,
      );
      for (const [column, cell] of (row ?? []).entries()) {
        const counted = [...back].filter(([other]) =>
          asked.cumulative ? other >= column : other === column,
        );
        const those = column === 0 ? targets : counted.flatMap(([, list]) => list);
        if (those.length === 0) continue;
        cell.users.add(user);
        cell.numbers.push(...those.flatMap(({ properties }) => properties?.amount ?? []).map(Number));
      }
    }
  }
  return table;
}

const starts = ({ type, target }: RetentionAsked) =>
  type === "retention_first_ever_occurrence" ? named(target) : matches(target);

/** The first start of each unit, or the first of all. */
function startsOf(own: readonly TestEvent[], asked: RetentionAsked, unit: UnitOf): readonly TestEvent[] {
  const all = own.filter(starts(asked));
  if (asked.type !== "retention_recurring") return all.slice(0, 1).filter(matches(asked.target));
  return [...Map.groupBy(all, ({ at }) => unit(at)).values()].flatMap((list) => list.slice(0, 1));
}

const distanceFrom =
  (origin: TestEvent, { window }: RetentionAsked, unit: UnitOf) =>
  ({ at }: TestEvent): number =>
    window === undefined
      ? unit(at) - unit(origin.at)
      : Math.floor((Date.parse(at) - Date.parse(origin.at)) / window);

/** Number of the column that shows a distance; -1 when none does. */
function columnOf(distance: number, { lengths }: RetentionAsked): number {
  let end = 0;
  for (const [index, length] of lengths.entries()) {
    if (distance > end && distance <= end + length) return index + 1;
    end += length;
  }
  return -1;
}
