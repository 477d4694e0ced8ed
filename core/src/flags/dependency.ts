import { flagValue } from "./result.ts";
import type { RunMatcher, Scope } from "./scope.ts";
import type { PropertyFilter } from "./types.ts";
import { NO, UNKNOWN, verdict } from "./verdict.ts";

/** `flag_evaluates_to`: true = any truthy value, false = off, a string = exactly that variant. */
export function compileDependency(filter: PropertyFilter, scope: Scope): RunMatcher {
  const index = scope.flagIndex(String(filter.key));
  if (index === undefined || scope.isBroken(index)) return () => UNKNOWN;
  if (scope.options.dialect === "local" && !hasUsableChain(filter, scope)) return () => UNKNOWN;
  const wanted = filter.value;
  if (filter.operator !== "flag_evaluates_to") return () => NO;
  if (typeof wanted !== "boolean" && typeof wanted !== "string") return () => NO;
  return (run) => {
    const result = run.resultOf(index);
    if (result.failed) return UNKNOWN;
    const value = flagValue(result);
    return verdict(wanted === true ? value !== false && value !== "" : value === wanted);
  };
}

/** SDKs are told the chain; without one, or with an unknown flag in it, they ask the server. */
function hasUsableChain(filter: PropertyFilter, scope: Scope): boolean {
  const chain = filter.dependency_chain;
  if (!Array.isArray(chain) || chain.length === 0) return false;
  return chain.every((key) => scope.flagIndex(String(key)) !== undefined);
}
