import { inEnvironment } from "./in-environment.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/**
 * Keys of the flags that an environment may answer differently after a change; null = any of them (cohorts, group types
 * or the zone changed). Flags that depend on a changed one are not named: their answers come with it.
 */
export function changedFlags(
  before: ProjectSnapshot | null,
  after: ProjectSnapshot,
  environmentId: number,
): string[] | null {
  if (before === null) return null;
  const shared = (one: ProjectSnapshot) => JSON.stringify([one.cohorts, one.groupTypes, one.timezone]);
  if (shared(before) !== shared(after)) return null;
  const texts = (one: ProjectSnapshot) =>
    new Map(
      one.flags
        .filter(({ deleted }) => !deleted)
        .map((flag) => {
          const { version: _version, name: _name, ...own } = inEnvironment(flag, environmentId);
          return [flag.key, JSON.stringify(own)] as const;
        }),
    );
  const [old, now] = [texts(before), texts(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
}
