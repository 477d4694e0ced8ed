import { type BehaviourKind, partsOf } from "@edgewise/core/cohorts/behaviour/kinds.ts";
import type { BehaviourLeaf } from "./types.ts";

export interface BehaviourInfo {
  readonly kind: BehaviourKind;
  readonly label: string;
  /** What the second time span is about. */
  readonly within?: string;
}

/** The behavioural conditions in the order in which they are offered, as a sentence that starts with "who". */
export const BEHAVIOURS: readonly BehaviourInfo[] = [
  { kind: "performed_event", label: "did" },
  { kind: "performed_event_multiple", label: "did several times" },
  { kind: "performed_event_first_time", label: "did for the first time" },
  { kind: "performed_event_regularly", label: "did regularly" },
  { kind: "performed_event_sequence", label: "did, and then", within: "within" },
  { kind: "stopped_performing_event", label: "stopped doing", within: "but not in the last" },
  { kind: "restarted_performing_event", label: "started again to do", within: "and again in the last" },
];

export function behaviourInfo(kind: BehaviourKind): BehaviourInfo {
  return BEHAVIOURS.find((info) => info.kind === kind) ?? { kind, label: kind };
}

export const COUNT_LABELS: readonly { readonly value: string; readonly label: string }[] = [
  { value: "gte", label: "at least" },
  { value: "lte", label: "at most" },
  { value: "exact", label: "exactly" },
  { value: "gt", label: "more than" },
  { value: "lt", label: "fewer than" },
];

const KEPT = ["type", "key", "event_type", "negation", "event_filters"] as const;

/** The same event under another kind of condition, with sensible numbers in the fields that it needs. */
export function withKind(leaf: BehaviourLeaf, kind: BehaviourKind): BehaviourLeaf {
  const parts = partsOf(kind);
  const kept = Object.fromEntries(
    KEPT.filter((key) => leaf[key] !== undefined).map((key) => [key, leaf[key]]),
  ) as Pick<BehaviourLeaf, "type" | "key" | "event_type">;
  const explicit = !parts.trailingOnly && leaf.explicit_datetime;
  return {
    ...kept,
    value: kind,
    ...(explicit
      ? { explicit_datetime: leaf.explicit_datetime, explicit_datetime_to: leaf.explicit_datetime_to ?? null }
      : { time_value: leaf.time_value ?? 30, time_interval: leaf.time_interval ?? "day" }),
    ...(parts.count ? { operator: leaf.operator ?? "gte", operator_value: leaf.operator_value ?? 3 } : {}),
    ...(parts.next
      ? { seq_event: leaf.seq_event ?? "", seq_event_type: leaf.seq_event_type ?? "events" }
      : {}),
    ...(parts.within
      ? { seq_time_value: leaf.seq_time_value ?? 7, seq_time_interval: leaf.seq_time_interval ?? "day" }
      : {}),
    ...(parts.periods ? { min_periods: leaf.min_periods ?? 3, total_periods: leaf.total_periods ?? 4 } : {}),
  };
}

export const NEW_BEHAVIOUR: BehaviourLeaf = withKind(
  { type: "behavioral", key: "", event_type: "events", value: "performed_event" },
  "performed_event",
);
