import type { RowSpan } from "./row-buffer.ts";

/** What the edge hands to a partition: the contract between the stateless and the durable half of capture. */

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** Product lanes that are accounted and metered apart. */
export type Lane = "events" | "exceptions" | "ai" | "heatmaps" | "recordings";

/** What an identity event asks of the person store (wire semantics of `$identify`, `$create_alias`, …). */
export type IdentityRequest =
  /** Merge `source` into the event's distinct ID; refused when `source` is identified, unless `force`. */
  | { readonly kind: "merge"; readonly source: string; readonly force: boolean }
  /** The distinct ID is a known user (`$identify` without an anonymous ID, or with the same). */
  | { readonly kind: "identified" };

export interface PersonUpdate {
  readonly set?: JsonObject;
  readonly setOnce?: JsonObject;
  readonly unset?: readonly string[];
  /** False when only volatile keys (URL, referrer, screen, geo …) changed: the write may be skipped. */
  readonly always: boolean;
}

export interface GroupUpdate {
  readonly type: string;
  /** Group type index 0–4, already assigned. */
  readonly index: number;
  readonly key: string;
  readonly set: JsonObject;
}

/** One valid, normalised event. `row` lacks only what the partition alone knows (person). */
export interface PartitionEvent {
  readonly uuid: string;
  readonly distinctId: string;
  /** Event time, ms since the epoch, skew corrected. */
  readonly timestamp: number;
  readonly lane: Lane;
  readonly bot: boolean;
  /** Cell of the meter: `meterKey(SDK, event name)` of `core/src/billing`. */
  readonly meter: string;
  /** False for `$process_person_profile: false`: no person is created or updated. */
  readonly personProfile: boolean;
  readonly identity?: IdentityRequest | undefined;
  readonly person?: PersonUpdate | undefined;
  readonly group?: GroupUpdate | undefined;
  /**
   * The warehouse row as JSON text without its closing brace, e.g. `{"uuid":"…","event":"…"`. The partition
   * appends `,"person_id":…,"person_key":…,"person_mode":…,"batch":…}`: no second serialisation on the hot path.
   * Text where it is built; a `RowBuffer` turns it into the place of its bytes, so that the text can go.
   */
  row: string | RowSpan;
}

/** One stored replay block: the index row for table `recordings`, already serialised, under its deduplication key. */
export interface RecordingBlock {
  readonly uuid: string;
  readonly distinctId: string;
  /** The session it belongs to: its first block is metered. */
  readonly sessionId?: string;
  /** The complete warehouse row as JSON text, closing brace included. Lane `recordings` counts one for each. */
  readonly row: string;
}

/** Why an event was refused. Each is a counter in the accounting and a type in `ingestion_warnings`. */
export interface Rejection {
  readonly reason: string;
  readonly lane: Lane;
  readonly count: number;
  /** Enough of the event to debug it; at most 2 kB, absent for plain counts. */
  readonly sample?: string;
  readonly detail?: string;
  readonly distinctId?: string;
  readonly uuid?: string;
}

/** A warning about an event that was kept (or a refusal already counted elsewhere). */
export interface IngestionWarning {
  readonly type: string;
  readonly detail: string;
  readonly sample?: string;
  readonly distinctId?: string;
  readonly uuid?: string;
}

/** One request's share for one partition. Appended in one transaction, answered once durable. */
export interface AppendBatch {
  readonly environmentId: number;
  /** Receive time at the edge, ms. */
  readonly receivedAt: number;
  readonly events: readonly PartitionEvent[];
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly IngestionWarning[];
  /** Replay blocks whose data is already in R2: deduplicated by uuid and counted like events. */
  readonly recordings?: readonly RecordingBlock[];
  /** Events refused because the environment is over its limit, by lane. */
  readonly overLimit?: Readonly<Partial<Record<Lane, number>>>;
  /** Events that a rule of the environment left out, by cell of the meter. */
  readonly dropped?: Readonly<Record<string, number>>;
}

export type AppendResult =
  | {
      readonly ok: true;
      readonly stored: number;
      readonly duplicate: number;
      /** Lanes of which events came over a limit: kept aside; absent = none. */
      readonly limited?: readonly Lane[];
      /** The organisation wants SDKs to drop what they meet on those lanes. */
      readonly pause?: true;
    }
  /** The backlog is at its bound: the edge answers 503 with this `Retry-After`. */
  | { readonly ok: false; readonly code: "backlog_full"; readonly retryAfterSeconds: number };
