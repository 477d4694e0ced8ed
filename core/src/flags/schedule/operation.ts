import type { JsonValue } from "../../events/types.ts";
import type { FlagCondition, FlagFilters, FlagVariant } from "../types.ts";

/** What a scheduled change does; the first three as the public API names them. */
export type Operation =
  | { readonly operation: "update_status"; readonly value: boolean }
  | { readonly operation: "add_release_condition"; readonly value: AddedCondition }
  | { readonly operation: "update_variants"; readonly value: NewVariants }
  | { readonly operation: "set_rollout"; readonly value: Rollout }
  | { readonly operation: "ramp"; readonly value: Ramp };

type Payloads = Readonly<Record<string, JsonValue>>;

export interface AddedCondition {
  readonly groups: readonly FlagCondition[];
  readonly payloads?: Payloads | null;
}

export interface NewVariants {
  readonly variants: readonly FlagVariant[];
  readonly payloads?: Payloads | null;
}

/** `condition` is the condition's index; absent = the first. */
export interface Rollout {
  readonly rollout_percentage: number;
  readonly condition?: number;
}

/** Adds `step` percent every `every_minutes` until `to`. */
export interface Ramp {
  readonly to: number;
  readonly step: number;
  readonly every_minutes: number;
  readonly condition?: number;
}

export interface State {
  readonly active: boolean;
  readonly filters: FlagFilters;
}

export interface Applied {
  readonly change: Partial<State>;
  /** Minutes until the operation goes on by itself; null = it is done. */
  readonly againInMinutes: number | null;
}

/** What an operation makes of a flag's state. `ok: false` says why it can't. */
export function applyOperation(
  { filters }: State,
  operation: Operation,
): ({ readonly ok: true } & Applied) | { readonly ok: false; readonly detail: string } {
  const done = (change: Partial<State>) => ({ ok: true, change, againInMinutes: null }) as const;
  switch (operation.operation) {
    case "update_status":
      return done({ active: operation.value });
    case "add_release_condition":
      return done({
        filters: withPayloads(
          { ...filters, groups: [...filters.groups, ...operation.value.groups] },
          operation,
        ),
      });
    case "update_variants": {
      const { variants } = operation.value;
      const multivariate = variants.length === 0 ? null : { ...filters.multivariate, variants };
      return done({ filters: withPayloads({ ...filters, multivariate }, operation) });
    }
    case "set_rollout": {
      const rolled = withRollout(
        filters,
        operation.value.condition ?? 0,
        () => operation.value.rollout_percentage,
      );
      return rolled === null ? gone(operation.value.condition) : done({ filters: rolled });
    }
    case "ramp": {
      const { to, step, every_minutes: minutes, condition = 0 } = operation.value;
      const current = filters.groups[condition]?.rollout_percentage ?? 100;
      const next = current <= to ? Math.min(to, current + step) : Math.max(to, current - step);
      const rolled = withRollout(filters, condition, () => next);
      if (rolled === null) return gone(condition);
      return { ok: true, change: { filters: rolled }, againInMinutes: next === to ? null : minutes };
    }
  }
}

const gone = (condition = 0) =>
  ({ ok: false, detail: `The flag has no condition set ${condition + 1} any more.` }) as const;

function withRollout(filters: FlagFilters, condition: number, rollout: () => number): FlagFilters | null {
  if (filters.groups[condition] === undefined) return null;
  const groups = filters.groups.map((group, index) =>
    index === condition ? { ...group, rollout_percentage: rollout() } : group,
  );
  return { ...filters, groups };
}

function withPayloads(
  filters: FlagFilters,
  { value }: { readonly value: { readonly payloads?: Payloads | null } },
): FlagFilters {
  if (value.payloads == null) return filters;
  const names = filters.multivariate?.variants.map(({ key }) => key) ?? ["true"];
  const payloads = { ...filters.payloads, ...value.payloads };
  return {
    ...filters,
    payloads: Object.fromEntries(Object.entries(payloads).filter(([name]) => names.includes(name))),
  };
}
