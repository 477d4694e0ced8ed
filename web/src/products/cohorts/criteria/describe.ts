import { partsOf } from "@edgewise/core/cohorts/behaviour/kinds.ts";
import { eventTitle } from "../../events/describe-event.ts";
import { describeFilter } from "../../filters/filter.ts";
import { behaviourInfo, COUNT_LABELS } from "./behaviours.ts";
import { type BehaviourLeaf, type Group, isGroup, type Leaf } from "./types.ts";

/** Names of what conditions refer to by number. */
export interface Names {
  readonly cohorts: ReadonlyMap<number, string>;
  readonly actions: ReadonlyMap<number, string>;
}

/** Conditions in words: `plan is team and did Pageview in the last 30 days`. */
export function describeGroup(group: Group, names: Names): string {
  return group.values
    .map((node) => {
      if (!isGroup(node)) return describeLeaf(node, names);
      const inner = describeGroup(node, names);
      return node.values.length > 1 && group.values.length > 1 ? `(${inner})` : inner;
    })
    .join(group.type === "OR" ? " or " : " and ");
}

function describeLeaf(leaf: Leaf, names: Names): string {
  const not = leaf.negation ? "not " : "";
  if (leaf.type === "cohort") {
    return `${not}in ${names.cohorts.get(Number(leaf.value)) ?? `cohort ${leaf.value}`}`;
  }
  return leaf.type === "behavioral" ? not + describeBehaviour(leaf, names) : not + describeFilter(leaf);
}

function describeBehaviour(leaf: BehaviourLeaf, names: Names): string {
  const parts = partsOf(leaf.value);
  const info = behaviourInfo(leaf.value);
  const entity = (key: string | number | null | undefined, type: string | null | undefined) =>
    type === "actions" ? (names.actions.get(Number(key)) ?? `action ${key}`) : eventTitle(String(key || "…"));
  const count = parts.count
    ? ` ${COUNT_LABELS.find(({ value }) => value === leaf.operator)?.label ?? leaf.operator} ${leaf.operator_value} times`
    : "";
  const window = leaf.explicit_datetime
    ? ` since ${leaf.explicit_datetime}`
    : ` in the last ${span(leaf.time_value, leaf.time_interval)}`;
  const label = parts.count ? "did" : info.label;
  if (parts.next) {
    return `did ${entity(leaf.key, leaf.event_type)}${window} and then ${entity(leaf.seq_event, leaf.seq_event_type)} within ${span(leaf.seq_time_value, leaf.seq_time_interval)}`;
  }
  const periods = parts.periods ? ` in ${leaf.min_periods} of ${leaf.total_periods} periods of ` : "";
  const when = parts.periods ? periods + span(leaf.time_value, leaf.time_interval) : window;
  const within = parts.within ? ` ${info.within} ${span(leaf.seq_time_value, leaf.seq_time_interval)}` : "";
  return `${label} ${entity(leaf.key, leaf.event_type)}${count}${when}${within}`;
}

function span(value: number | string | null | undefined, unit: string | null | undefined): string {
  return `${value ?? "?"} ${unit ?? "day"}${Number(value) === 1 ? "" : "s"}`;
}
