import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { EnvironmentSettings } from "@edgewise/core/flags/snapshot.ts";
import * as z from "zod";
import { edgePrivacy } from "../privacy/settings.ts";

const anyJson = z.json();
const flagged = z.boolean().nullable();
const objects = z.array(z.record(z.string(), anyJson));
const strings = z.array(z.string().max(2048)).max(500);

/** One public setting: who owns it, what it may be, what it is when nobody set it. */
interface Setting {
  readonly of: "project" | "environment";
  readonly schema: z.ZodType;
  readonly fallback: unknown;
}

const project = (schema: z.ZodType, fallback: unknown = null): Setting => ({
  of: "project",
  schema,
  fallback,
});
const environment = (schema: z.ZodType, fallback: unknown = null): Setting => ({
  of: "environment",
  schema,
  fallback,
});

/** Settings of the public project object. What SDKs learn belongs to an environment, the rest to the project. */
export const SETTINGS = {
  product_description: project(z.string().max(1000).nullable()),
  app_urls: project(z.array(z.string().max(2048).nullable()).max(500), []),
  slack_incoming_webhook: project(z.string().max(500).nullable()),
  test_account_filters: project(objects.max(100), []),
  test_account_filters_default_checked: project(flagged),
  path_cleaning_filters: project(objects.max(200).nullable(), []),
  data_attributes: project(strings, ["data-attr"]),
  person_display_name_properties: project(strings.nullable()),
  correlation_config: project(z.record(z.string(), anyJson).nullable()),
  week_start_day: project(z.union([z.literal(0), z.literal(1)]).nullable()),
  primary_dashboard: project(z.number().int().nullable()),
  live_events_columns: project(strings.nullable()),
  recording_domains: project(z.array(z.string().max(2048).nullable()).max(500).nullable()),
  completed_snippet_onboarding: project(z.boolean(), false),
  has_completed_onboarding_for: project(z.record(z.string(), anyJson).nullable(), {}),
  access_control: project(z.boolean(), false),
  human_friendly_comparison_periods: project(flagged),
  base_currency: project(z.string().length(3), "USD"),
  surveys_opt_in: project(flagged),
  flags_persistence_default: project(flagged),
  modifiers: project(z.record(z.string(), anyJson).nullable()),
  extra_settings: project(z.record(z.string(), anyJson).nullable()),
  anonymize_ips: environment(z.boolean(), false),
  autocapture_opt_out: environment(flagged),
  autocapture_exceptions_opt_in: environment(flagged),
  autocapture_exceptions_errors_to_ignore: environment(anyJson),
  autocapture_web_vitals_opt_in: environment(flagged),
  autocapture_web_vitals_allowed_metrics: environment(anyJson),
  capture_console_log_opt_in: environment(flagged),
  capture_performance_opt_in: environment(flagged),
  capture_dead_clicks: environment(flagged),
  heatmaps_opt_in: environment(flagged),
  session_recording_opt_in: environment(z.boolean(), false),
  session_recording_sample_rate: environment(
    z
      .string()
      .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'Use a decimal from "0.00" to "1.00".')
      .nullable(),
  ),
  session_recording_minimum_duration_milliseconds: environment(
    z.number().int().min(0).max(30_000).nullable(),
  ),
  session_recording_linked_flag: environment(anyJson),
  session_recording_network_payload_capture_config: environment(anyJson),
  session_recording_masking_config: environment(anyJson),
  session_recording_url_trigger_config: environment(objects.nullable()),
  session_recording_url_blocklist_config: environment(objects.nullable()),
  session_recording_event_trigger_config: environment(strings.nullable()),
  session_recording_trigger_match_type_config: environment(z.enum(["any", "all"]).nullable()),
  session_recording_retention_period: environment(z.enum(["30d", "90d", "1y", "5y"]), "30d"),
  session_replay_config: environment(anyJson),
  survey_config: environment(anyJson),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

const entries = Object.entries(SETTINGS) as [SettingName, Setting][];

/** The settings part of a project's write body: every setting optional. */
export const settingsBody = z.object(
  Object.fromEntries(entries.map(([name, setting]) => [name, setting.schema.optional()])),
);

/** The settings part of a project's answer. */
export const settingsAnswer = z.object(
  Object.fromEntries(entries.map(([name, setting]) => [name, setting.schema])),
);

type Stored = Readonly<Record<string, unknown>>;

/** All settings as the public API shows them, defaults filled in. */
export function publicSettings(ofProject: Stored, ofEnvironment: Stored): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([name, { of, fallback }]) => [
      name,
      (of === "project" ? ofProject : ofEnvironment)[name] ?? fallback,
    ]),
  );
}

/** The given settings split by owner. */
export function splitSettings(given: Stored): { project: Stored; environment: Stored } {
  const pick = (owner: Setting["of"]) =>
    Object.fromEntries(
      entries
        .filter(([name, { of }]) => of === owner && given[name] !== undefined)
        .map(([name]) => [name, given[name]]),
    );
  return { project: pick("project"), environment: pick("environment") };
}

/** What the edge and SDKs learn of an environment's settings; absent keys keep the edge's defaults. */
export function edgeSettings(stored: Stored): EnvironmentSettings {
  const flag = (name: SettingName) =>
    typeof stored[name] === "boolean" ? (stored[name] as boolean) : undefined;
  const settings = {
    autocaptureOptOut: flag("autocapture_opt_out"),
    autocaptureExceptions: flag("autocapture_exceptions_opt_in"),
    capturePerformance: flag("autocapture_web_vitals_opt_in") ?? flag("capture_performance_opt_in"),
    captureDeadClicks: flag("capture_dead_clicks"),
    heatmaps: flag("heatmaps_opt_in"),
    consoleLogs: flag("capture_console_log_opt_in"),
    anonymizeIps: flag("anonymize_ips"),
    sessionRecording: recordingSettings(stored),
    privacy: edgePrivacy(stored),
    recordingDays: RECORDING_DAYS[String(stored.session_recording_retention_period)],
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

const RECORDING_DAYS: Readonly<Record<string, number>> = { "90d": 90, "1y": 365, "5y": 1825 };

/** Remote config key ← stored setting. */
const RECORDING_KEYS: readonly (readonly [string, SettingName])[] = [
  ["consoleLogRecordingEnabled", "capture_console_log_opt_in"],
  ["sampleRate", "session_recording_sample_rate"],
  ["minimumDurationMilliseconds", "session_recording_minimum_duration_milliseconds"],
  ["networkPayloadCapture", "session_recording_network_payload_capture_config"],
  ["masking", "session_recording_masking_config"],
  ["urlTriggers", "session_recording_url_trigger_config"],
  ["urlBlocklist", "session_recording_url_blocklist_config"],
  ["eventTriggers", "session_recording_event_trigger_config"],
  ["triggerMatchType", "session_recording_trigger_match_type_config"],
];

function recordingSettings(stored: Stored): false | JsonObject | undefined {
  if (stored.session_recording_opt_in === undefined) return undefined;
  if (stored.session_recording_opt_in !== true) return false;
  const given = RECORDING_KEYS.filter(([, name]) => stored[name] != null).map(([key, name]) => [
    key,
    stored[name],
  ]);
  const linked = linkedFlag(stored.session_recording_linked_flag);
  return Object.fromEntries(linked === null ? given : [...given, ["linkedFlag", linked]]);
}

function linkedFlag(value: unknown): JsonObject | string | null {
  const { key, variant } = (value ?? {}) as { key?: unknown; variant?: unknown };
  if (typeof key !== "string") return null;
  return typeof variant === "string" ? { flag: key, variant } : key;
}
