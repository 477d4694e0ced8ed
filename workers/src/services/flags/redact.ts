import type { FlagFilters, FlagState } from "@edgewise/core/flags/types.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { ActivityChange } from "@edgewise/db/mysql/schema/activity.ts";
import { redactFilters } from "./sealed-payloads.ts";

type States = Readonly<Record<string, FlagState>>;

/** A flag without the text of its encrypted payloads, for everything that is shown. */
export function redactFlag(row: FlagRow): FlagRow {
  if (!row.hasEncryptedPayloads) return row;
  return {
    ...row,
    filters: redactFilters(row.filters),
    environments: redactStates(row.environments) as FlagRow["environments"],
  };
}

/** A stored version of a flag, likewise. */
export function redactDefinition(definition: Record<string, unknown>): Record<string, unknown> {
  return definition.has_encrypted_payloads === true ? redactBody(definition) : definition;
}

/** The body of a write, likewise. */
export function redactBody(body: Record<string, unknown>): Record<string, unknown> {
  const { filters, environments } = body;
  return {
    ...body,
    ...(filters == null ? {} : { filters: redactFilters(filters as FlagFilters) }),
    ...(environments == null ? {} : { environments: redactStates(environments as States) }),
  };
}

/** An audit entry, likewise. */
export function redactChanges(changes: readonly ActivityChange[]): ActivityChange[] {
  return changes.map((change) => {
    if (change.field === "filters")
      return {
        ...change,
        before: shown(change.before, redactFilters),
        after: shown(change.after, redactFilters),
      };
    if (change.field === "environments")
      return {
        ...change,
        before: shown(change.before, redactStates),
        after: shown(change.after, redactStates),
      };
    return change;
  });
}

const shown = <T>(value: unknown, redact: (value: T) => unknown): unknown =>
  value == null ? value : redact(value as T);

function redactStates(states: Readonly<Record<string, FlagState | null>>): Record<string, FlagState | null> {
  return Object.fromEntries(
    Object.entries(states).map(([id, state]) => [
      id,
      state?.filters === undefined ? state : { ...state, filters: redactFilters(state.filters) },
    ]),
  );
}
