import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { RegionDeps } from "../../deps.ts";

/** One turn at a job. */
export interface Step {
  readonly job: DataJobRow;
  /** Changed in place; stored by {@link save} and at the turn's end. */
  readonly progress: JsonObject;
  /** False once the turn should end. */
  inTime(): boolean;
  /** Stores the progress and says that the job is alive. Throws when it was cancelled. */
  save(): Promise<void>;
}

export type Outcome =
  | { readonly state: "more"; readonly waitMs?: number }
  | {
      readonly state: "done" | "watching";
      /** When to look again. */
      readonly dueAt?: Date;
      readonly expiresAt?: Date | null;
    };

export type DataJob = (step: Step, deps: RegionDeps) => Promise<Outcome>;

/** Somebody ended the job while it was at work. */
export class Cancelled extends Error {}

/** The pieces of a progress by name; absent ones are `fallback`. */
export function piece<T>(progress: JsonObject, name: string, fallback: T): T {
  return (progress[name] as T | undefined) ?? fallback;
}
