import type { PRESETS } from "@edgewise/core/releases/presets.ts";

export type PresetKey = keyof typeof PRESETS;
export type OwnKind = "conversion" | "count" | "sum" | "average" | "percentile";
export type GuardKind = PresetKey | OwnKind;

/** A guard-rail while it is chosen. */
export interface GuardDraft {
  readonly id: string;
  readonly kind: GuardKind;
  /** Steps of a conversion; else the first one is counted. */
  readonly events: readonly string[];
  readonly property: string;
  readonly percentile: string;
  readonly lowerIsBetter: boolean;
  /** Harm that is accepted. */
  readonly margin: string;
  readonly scale: "relative" | "absolute";
}

export interface StageDraft {
  readonly id: string;
  readonly percent: string;
  readonly minutes: string;
}

export interface ReleaseDraft {
  readonly condition: string;
  readonly stages: readonly StageDraft[];
  readonly guards: readonly GuardDraft[];
  readonly emails: readonly string[];
  readonly webhook: string;
  readonly alpha: string;
  readonly minUnits: string;
  readonly exposure: "called" | "carried";
  readonly waitFor: "time" | "data" | "safe";
  readonly holdWhenBlind: boolean;
  readonly rollBackTo: "start" | "previous_stage";
  readonly filterTestAccounts: boolean;
}

export const OWN_KINDS: readonly OwnKind[] = ["conversion", "count", "sum", "average", "percentile"];
const isOwn = (kind: GuardKind): kind is OwnKind => OWN_KINDS.some((own) => own === kind);
export const needsProperty = (kind: GuardKind): boolean => ["sum", "average", "percentile"].includes(kind);

export function newGuard(id: string, kind: GuardKind): GuardDraft {
  const lowerIsBetter = kind === "percentile" || kind === "average" || !isOwn(kind);
  return {
    id,
    kind,
    events: [""],
    property: "",
    percentile: "75",
    lowerIsBetter,
    margin: "10",
    scale: "relative",
  };
}

/** Doubles up to everyone: careful where little is known, quick where much is. */
export function newDraft(from: number, email: string | undefined): ReleaseDraft {
  const half = Math.round((from + 100) / 2);
  const shares = from < 50 ? [5, 25, 50, 100].filter((share) => share > from) : [half, 100];
  return {
    condition: "0",
    stages: shares.map((share, index) => ({
      id: `s${index}`,
      percent: String(share),
      minutes: share === 100 ? "1" : "60",
    })),
    guards: [{ ...newGuard("g0", "error_rate") }],
    emails: email ? [email] : [],
    webhook: "",
    alpha: "5",
    minUnits: "100",
    exposure: "called",
    waitFor: "data",
    holdWhenBlind: true,
    rollBackTo: "start",
    filterTestAccounts: false,
  };
}

const number = (text: string): number | null => {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? null : value;
};

/** What keeps the release from being started; null when nothing does. */
export function problemOf(draft: ReleaseDraft): string | null {
  if (draft.stages.length === 0) return "Add a step.";
  let before = 0;
  for (const [index, { percent, minutes }] of draft.stages.entries()) {
    const [share, long] = [number(percent), number(minutes)];
    if (share === null || share <= 0 || share > 100)
      return `Step ${index + 1}: give a share from 0 to 100 %.`;
    if (share <= before) return `Step ${index + 1}: its share must be above the one before.`;
    if (long === null || !Number.isInteger(long) || long < 1) return `Step ${index + 1}: give its minutes.`;
    before = share;
  }
  if (number(draft.stages[0]!.percent) === 100)
    return "Start below 100 %: with everyone nobody is left to compare with.";
  if (draft.guards.length === 0) return "Choose at least one guard-rail.";
  for (const guard of draft.guards) {
    if (isOwn(guard.kind) && guard.events.some((event) => event === ""))
      return "Choose the event of each guard-rail.";
    if (needsProperty(guard.kind) && guard.property.trim() === "")
      return "Name the property of each guard-rail.";
    const margin = number(guard.margin);
    if (margin === null || margin < 0) return "An accepted harm is 0 or more.";
  }
  const alpha = number(draft.alpha);
  if (alpha === null || alpha <= 0 || alpha > 50) return "The error level is above 0 and at most 50 %.";
  const units = number(draft.minUnits);
  if (units === null || units < 100) return "A verdict needs at least 100 people on both sides.";
  if (draft.webhook !== "" && !/^https:\/\/\S+$/.test(draft.webhook))
    return "The web hook must be an https:// URL.";
  return null;
}

/** What the API takes; only for a draft without a problem. `rampId`: in place of a planned ramp, with its steps. */
export function toRelease(draft: ReleaseDraft, rampId?: number): object {
  const stages = {
    condition: Number(draft.condition),
    stages: draft.stages.map(({ percent, minutes }) => ({
      rollout_percentage: Number(percent),
      minutes: Number(minutes),
    })),
  };
  return {
    ...(rampId === undefined ? stages : { scheduled_change_id: rampId }),
    guards: draft.guards.map(guardOf),
    alpha: Number(draft.alpha) / 100,
    min_units: Number(draft.minUnits),
    exposure: draft.exposure,
    wait_for: draft.waitFor,
    hold_when_blind: draft.holdWhenBlind,
    roll_back_to: draft.rollBackTo,
    filter_test_accounts: draft.filterTestAccounts,
    notify: { emails: draft.emails, webhooks: draft.webhook === "" ? [] : [draft.webhook] },
  };
}

function guardOf(guard: GuardDraft): object {
  const value = Number(guard.margin);
  const margin = { scale: guard.scale, value: guard.scale === "relative" ? value / 100 : value };
  if (!isOwn(guard.kind)) return { preset: guard.kind, margin };
  return { name: nameOf(guard, guard.kind), metric: metricOf(guard, guard.kind), margin };
}

function nameOf({ events, property, percentile }: GuardDraft, kind: OwnKind): string {
  const event = events.join(" → ");
  const names: Readonly<Record<OwnKind, string>> = {
    conversion: `People with ${event}`,
    count: `${event} per person`,
    sum: `${property} of ${event} per person`,
    average: `Average ${property} of ${event}`,
    percentile: `${property} of ${event}, p${percentile}`,
  };
  return names[kind].slice(0, 200);
}

function metricOf({ events, property, percentile, lowerIsBetter }: GuardDraft, kind: OwnKind): object {
  const goal = lowerIsBetter ? "decrease" : "increase";
  const event = { kind: "EventsNode", event: events[0] };
  const measured = { ...event, math_property: property };
  switch (kind) {
    case "conversion":
      return {
        metric_type: "funnel",
        series: events.map((name) => ({ kind: "EventsNode", event: name })),
        goal,
      };
    case "count":
      return { metric_type: "mean", source: { ...event, math: "total" }, goal };
    case "sum":
      return { metric_type: "mean", source: { ...measured, math: "sum" }, goal };
    case "average":
      return {
        metric_type: "ratio",
        numerator: { ...measured, math: "sum" },
        denominator: { ...event, math: "total" },
        goal,
      };
    case "percentile":
      return { metric_type: "percentile", source: measured, percentile: Number(percentile) / 100, goal };
  }
}
