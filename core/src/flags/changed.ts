import { inEnvironment } from "./in-environment.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import type { FlagDefinition } from "./types.ts";

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
  const [old, now] = [byKey(before), byKey(after)];
  const own = (flag: FlagDefinition | undefined): string | undefined => {
    if (flag === undefined) return undefined;
    const { version: _version, name: _name, ...rest } = inEnvironment(flag, environmentId);
    return JSON.stringify(rest);
  };
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    if (a !== undefined && b !== undefined && textOf(a) === textOf(b)) return false;
    return own(a) !== own(b);
  });
}

const byKey = ({ flags }: ProjectSnapshot): Map<string, FlagDefinition> =>
  new Map(flags.filter(({ deleted }) => !deleted).map((flag) => [flag.key, flag]));

const texts = new WeakMap<FlagDefinition, string>();

/** A definition as text, kept as long as the definition: it is compared for each environment and after each change. */
function textOf(flag: FlagDefinition): string {
  const text = texts.get(flag) ?? JSON.stringify(flag);
  texts.set(flag, text);
  return text;
}
