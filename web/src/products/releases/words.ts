import type { GuardResult, GuardStatus, LookVerdict } from "@edgewise/core/releases/look.ts";
import type { Margin, Unit } from "@edgewise/core/releases/schema.ts";
import { difference } from "@edgewise/core/releases/words.ts";
import type { Release, ReleaseState } from "./types.ts";

type Tone = "neutral" | "accent" | "ok" | "warn" | "danger";

export const STATES: Readonly<Record<ReleaseState, { readonly label: string; readonly tone: Tone }>> = {
  running: { label: "Running", tone: "accent" },
  paused: { label: "Paused", tone: "warn" },
  rolled_back: { label: "Rolled back", tone: "danger" },
  completed: { label: "Completed", tone: "ok" },
  superseded: { label: "Changed by hand", tone: "warn" },
  ended: { label: "Ended", tone: "neutral" },
};

export const VERDICTS: Readonly<
  Record<LookVerdict, { readonly label: string; readonly tone: Tone; readonly text: string }>
> = {
  harmed: {
    label: "Harm proven",
    tone: "danger",
    text: "Even the best case within the interval is worse than you accept.",
  },
  untrustworthy: {
    label: "Can't be compared",
    tone: "warn",
    text: "The two sides are not as large as they should be.",
  },
  too_little_data: {
    label: "Too few people yet",
    tone: "neutral",
    text: "The first verdict comes when there are enough.",
  },
  watching: {
    label: "No harm proven",
    tone: "accent",
    text: "Harm can't be excluded yet, and is not proven either.",
  },
  safe: { label: "Safe", tone: "ok", text: "Harm beyond what you accept is excluded." },
  unavailable: { label: "Nothing is known", tone: "warn", text: "The last look could not be taken." },
};

export const GUARDS: Readonly<Record<GuardStatus, { readonly label: string; readonly tone: Tone }>> = {
  harmed: { label: "harmed", tone: "danger" },
  safe: { label: "safe", tone: "ok" },
  watching: { label: "no harm proven", tone: "accent" },
  too_little_data: { label: "too few people", tone: "neutral" },
  failed: { label: "can't be computed", tone: "warn" },
};

export const isLiving = ({ state }: Pick<Release, "state">): boolean =>
  state === "running" || state === "paused";

/** `accepts up to 10 % more`, in the words of the metric's good side. */
export function marginInWords({ scale, value }: Margin, lowerIsBetter: boolean, unit: Unit): string {
  const side = lowerIsBetter ? "more" : "less";
  if (value === 0) return `any proven harm (${side}) rolls back`;
  const size =
    scale === "relative" ? `${Number((value * 100).toPrecision(4))} %` : difference(value, unit).slice(1);
  return `up to ${size} ${side} is accepted`;
}

/** What comes next, and when; `clock` writes a time. */
export function nextInWords(release: Release, now: number, clock: (time: string) => string): string {
  const { state, stages, stage, hold, next_at: at } = release;
  if (state === "rolled_back" || state === "superseded") return release.reason ?? "";
  if (!isLiving(release)) return release.reason ?? "Nothing more will happen.";
  const next = stages[stage + 1];
  const what = next ? `Next: ${next.rollout_percentage} %` : "Next: completed";
  if (hold !== null) return `${what}, as soon as nothing keeps it. ${hold}`;
  if (state === "paused") return `${what}, when somebody goes on.`;
  if (at === null || Date.parse(at) <= now) return `${what}, within a minute.`;
  return `${what}, at ${clock(at)} if nothing is harmed.`;
}

/** Which interval a guard-rail is shown with. */
export function shownInterval(guard: GuardResult): {
  readonly relative: boolean;
  readonly low: number | null;
  readonly high: number | null;
  readonly point: number | null;
} {
  const relative = guard.relative_interval !== null && guard.lift !== null;
  const [low, high] = (relative ? guard.relative_interval : guard.interval) ?? [null, null];
  return { relative, low, high, point: relative ? guard.lift : guard.estimate };
}

/**
 * Half-width of a guard-rail's axis: wide enough for the point and the near bound; a far bound that is out of all
 * proportion leaves it, with an arrow.
 */
export function extentOf({ relative, low, high, point }: ReturnType<typeof shownInterval>): number {
  const sizes = [low, high, point].map((one) => Math.abs(one ?? 0));
  const near = Math.min(...[low, high].map((one) => Math.abs(one ?? 0)));
  const enough = 2.5 * Math.max(Math.abs(point ?? 0), near);
  return Math.max(relative ? 0.02 : Number.EPSILON, Math.min(Math.max(...sizes), enough));
}

const KINDS: Readonly<Record<string, string>> = {
  started: "Started",
  advanced: "Next step",
  completed: "Completed",
  rolled_back: "Rolled back",
  superseded: "Gave way",
  held: "Held",
  paused: "Paused",
  unpaused: "Goes on",
  resumed: "Resumed",
  changed: "Changed",
  ended: "Ended",
  guard_disabled: "Guard off",
  guard_enabled: "Guard on",
  untrustworthy: "Can't be compared",
  unavailable: "Nothing is known",
};
export const entryLabel = (kind: string): string => KINDS[kind] ?? kind.replaceAll("_", " ");
