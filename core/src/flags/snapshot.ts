import type { IngestionRule } from "../billing/ingestion-rules.ts";
import type { JsonObject } from "../events/types.ts";
import type { DoNotTrack } from "../privacy/do-not-track.ts";
import type { MaskingRule } from "../privacy/masking.ts";
import type { CohortDefinition, FlagDefinition } from "./types.ts";

/** Everything an edge isolate needs to know of one project. Built from MySQL, versioned, immutable. */
export interface ProjectSnapshot {
  /** Rises with every committed write of the project's configuration. */
  readonly version: number;
  readonly projectId: number;
  readonly organizationId: string;
  /** Where its people's data lives; absent = the deployment's own region. */
  readonly region?: string;
  /** IANA zone; naive datetimes in flag filters are read in it. */
  readonly timezone: string;
  readonly environments: readonly EnvironmentSnapshot[];
  readonly flags: readonly FlagDefinition[];
  readonly cohorts: readonly CohortDefinition[];
  /** Group type name by index 0–4. */
  readonly groupTypes: Readonly<Record<string, string>>;
  /** What people may opt in to; absent = nothing. */
  readonly earlyAccess?: readonly EarlyAccessFeature[];
}

/** A feature on the public list of early access features (WIRE.md 1.12). */
export interface EarlyAccessFeature {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly stage: string;
  readonly documentationUrl: string;
  readonly payload: JsonObject;
  readonly flagKey: string;
}

export interface EnvironmentSnapshot {
  readonly id: number;
  readonly name: string;
  /** Current and still accepted tokens (`phc_…`). */
  readonly tokens: readonly string[];
  /** When tokens that were rotated away stop being accepted, ms since the epoch; absent = never. */
  readonly tokenEnds?: Readonly<Record<string, number>>;
  /** SHA-256 (hex) of the secret keys (`phs_…`) that may read definitions and remote config. */
  readonly secretKeyHashes: readonly string[];
  /** When keys that were rolled stop being accepted, ms by hash. */
  readonly secretKeyEnds?: Readonly<Record<string, number>>;
  readonly settings: EnvironmentSettings;
  /** Lanes that are over their limit now (`events`, `recordings`, `feature_flags` …). */
  readonly overLimit: readonly string[];
  /** What of its events is left out; absent = nothing. */
  readonly ingestionRules?: readonly IngestionRule[];
}

/** What the edge does to events for the sake of people. */
export interface EdgePrivacy {
  readonly doNotTrack?: Exclude<DoNotTrack, "ignore">;
  /** Nobody's place is looked up. */
  readonly discardGeo?: boolean;
  readonly masking?: readonly MaskingRule[];
  /** Keys the codes of masked values. */
  readonly secret?: string;
}

/** Product switches that SDKs learn through remote config. Absent keys take the default of `remote-config.ts`. */
export interface EnvironmentSettings {
  readonly autocaptureOptOut?: boolean;
  readonly autocaptureExceptions?: boolean;
  readonly capturePerformance?: boolean;
  readonly captureDeadClicks?: boolean;
  readonly heatmaps?: boolean;
  readonly sessionRecording?: false | JsonObject;
  readonly consoleLogs?: boolean;
  readonly anonymizeIps?: boolean;
  /** Absent: nothing is hidden, and nobody's wish not to be tracked is asked. */
  readonly privacy?: EdgePrivacy;
  readonly minimalFlagCalledEvents?: boolean;
  /** How long recordings are kept; absent = 30. */
  readonly recordingDays?: number;
}
