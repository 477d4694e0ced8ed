import type { ReleaseLook } from "./look.ts";
import type { GuardSettings, Stage } from "./schema.ts";
import { isComparable } from "./stages.ts";

/** Where a release stands. */
export interface Standing {
  readonly stages: readonly Stage[];
  readonly stage: number;
  /** ms since the epoch. */
  readonly stageStartedAt: number;
  readonly isPaused: boolean;
  /** False: somebody switched the guard off; steps go by time alone. */
  readonly isGuarded: boolean;
  readonly settings: Pick<GuardSettings, "wait_for" | "hold_when_blind">;
}

export type Decision =
  | { readonly do: "roll_back" }
  | { readonly do: "advance" | "complete" }
  /** Its time has not come. */
  | { readonly do: "wait" }
  /** Its time has come, and something keeps it. */
  | { readonly do: "hold"; readonly why: string };

/** What a release does after a look (null: none was taken), at `now`. */
export function decideNext(at: Standing, look: ReleaseLook | null, now: number): Decision {
  const stage = at.stages[at.stage];
  if (!stage) return { do: "complete" };
  if (at.isGuarded && look?.verdict === "harmed") return { do: "roll_back" };
  const isLast = at.stage === at.stages.length - 1;
  // Nobody is left to compare with: there is nothing to wait for.
  if (isLast && !isComparable(stage)) return { do: "complete" };
  if (now < at.stageStartedAt + stage.minutes * 60_000) return { do: "wait" };
  if (at.isPaused) return { do: "hold", why: "It is paused." };
  const why = at.isGuarded && isComparable(stage) ? reasonToHold(look, at.settings) : null;
  if (why !== null) return { do: "hold", why };
  return { do: isLast ? "complete" : "advance" };
}

function reasonToHold(look: ReleaseLook | null, settings: Standing["settings"]): string | null {
  const { wait_for: wait, hold_when_blind: hold } = settings;
  if (look === null || look.verdict === "unavailable")
    return hold ? `Nothing can be known right now. ${look?.detail ?? ""}`.trim() : null;
  const failed = look.guards.find(({ status }) => status === "failed");
  if (failed && hold) return `"${failed.name}" can't be computed: ${failed.error ?? "unknown error"}`;
  if (look.verdict === "untrustworthy") return look.detail;
  if (wait !== "time" && look.verdict === "too_little_data")
    return look.detail ?? "There is too little data yet.";
  const unsure = look.guards.find(({ status }) => status === "watching" || status === "too_little_data");
  if (wait === "safe" && unsure) return `"${unsure.name}" is not proven safe yet.`;
  return null;
}
