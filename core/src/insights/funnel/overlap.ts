/** Names of the events that a step can be; undefined when it can be any. */
export type EventNames = readonly string[] | undefined;

/** Whether one event can be both, as far as their names tell; property filters are not looked at. */
export function mayOverlap(left: EventNames, right: EventNames): boolean {
  return !left || !right || left.some((name) => right.includes(name));
}

/** Indexes of steps in groups, so that no event can be steps of two groups. */
export function overlapGroups(steps: readonly EventNames[]): number[][] {
  let groups: number[][] = [];
  for (const [index, names] of steps.entries()) {
    const touches = (group: readonly number[]) => group.some((other) => mayOverlap(steps[other], names));
    const joined = groups.filter(touches).flat();
    groups = [...groups.filter((group) => !touches(group)), [...joined, index]];
  }
  return groups;
}

/** Most different conditions that one event may match where sets of them are looked at, which are 2^n. */
export const MAX_CLASSES = 6;

/** Steps of an overlap group by condition: steps of a class are filled by the very same events. */
export function classesOf(group: readonly number[], same: (a: number, b: number) => boolean): number[][] {
  const classes: number[][] = [];
  for (const step of group) {
    const own = classes.find(([first]) => first !== undefined && same(first, step));
    if (own) own.push(step);
    else classes.push([step]);
  }
  return classes;
}

/** Every choice of at least one of the items. */
export const subsets = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: 2 ** items.length - 1 }, (_, index) =>
    items.filter((_item, bit) => ((index + 1) >> bit) & 1),
  );
