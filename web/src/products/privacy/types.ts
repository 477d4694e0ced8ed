export type { DoNotTrack } from "@edgewise/core/privacy/do-not-track.ts";
export type { MaskingRule } from "@edgewise/core/privacy/masking.ts";

import type { DoNotTrack } from "@edgewise/core/privacy/do-not-track.ts";
import type { MaskingRule } from "@edgewise/core/privacy/masking.ts";

export interface PrivacySettings {
  readonly anonymize_ips: boolean;
  readonly discard_geo: boolean;
  readonly do_not_track: DoNotTrack;
  readonly masking: readonly MaskingRule[];
}

export interface MaskingPreview {
  readonly events: number;
  readonly masked: number;
  readonly values: number;
  readonly telling_ids: number;
  readonly examples: readonly {
    readonly event: string;
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
  }[];
}

export interface Retention {
  readonly event_days: number | null;
  readonly own_days: number | null;
  readonly plan: string | null;
  readonly notice_days: number;
  readonly restore_days: number;
  readonly effective_at: string | null;
  readonly deleted_before: string | null;
  readonly deleted_events: number;
  readonly restorable_days: readonly string[];
}

export interface DataJob {
  readonly id: string;
  readonly state: "queued" | "running" | "watching" | "done" | "failed" | "cancelled";
  readonly error: string | null;
  readonly requested_at: string;
}

export interface DataDeletion extends DataJob {
  readonly params: {
    readonly event_names: readonly string[];
    readonly properties: readonly unknown[];
    readonly date_from: string | null;
    readonly date_to: string;
  };
  readonly total: number | null;
  readonly done: number;
  readonly late: number;
  readonly verified_at: string | null;
  readonly receipt: string | null;
}

export interface DataExport extends DataJob {
  readonly format: string;
  readonly done: number;
  readonly total: number | null;
  readonly rows: number;
  readonly bytes: number;
  readonly expires_at: string | null;
}

export interface DataImport extends DataJob {
  readonly waits: boolean;
  readonly done: number;
  readonly total: number | null;
  readonly events_new: number;
}

/** Whether something may still change by itself, so that it is worth asking again. */
export const isMoving = ({ state }: Pick<DataJob, "state">): boolean =>
  state === "queued" || state === "running" || state === "failed";
