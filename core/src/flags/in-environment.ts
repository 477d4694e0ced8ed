import type { FlagDefinition } from "./types.ts";

/** The flag as one environment has it: its own state over the common one. Null: the common one. */
export function inEnvironment(flag: FlagDefinition, environmentId: number | null): FlagDefinition {
  const { environments, ...common } = flag;
  const own = environmentId === null ? undefined : environments?.[String(environmentId)];
  if (own === undefined) return common;
  return { ...common, active: own.active ?? flag.active, filters: own.filters ?? flag.filters };
}
