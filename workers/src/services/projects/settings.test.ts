import { describe, expect, test } from "vitest";
import {
  edgeSettings,
  publicSettings,
  SETTINGS,
  settingsAnswer,
  settingsBody,
  splitSettings,
} from "./settings.ts";

test("defaults are valid values of their settings", () => {
  const defaults = publicSettings({}, {});
  expect(Object.keys(defaults)).toEqual(Object.keys(SETTINGS));
  expect(settingsAnswer.parse(defaults)).toEqual(defaults);
});

test("every setting goes to its owner and comes back from there", () => {
  const given = settingsBody.parse({ week_start_day: 1, heatmaps_opt_in: true, unknown: 1 });
  const { project, environment } = splitSettings(given);
  expect(project).toEqual({ week_start_day: 1 });
  expect(environment).toEqual({ heatmaps_opt_in: true });
  expect(publicSettings(project, environment)).toMatchObject({ week_start_day: 1, heatmaps_opt_in: true });
  expect(publicSettings(environment, project)).toMatchObject({ week_start_day: null, heatmaps_opt_in: null });
});

describe("edgeSettings", () => {
  test.each<[string, Record<string, unknown>, object]>([
    ["nothing set", {}, {}],
    ["null is not set", { heatmaps_opt_in: null }, {}],
    [
      "switches",
      { autocapture_opt_out: true, anonymize_ips: false },
      { autocaptureOptOut: true, anonymizeIps: false },
    ],
    [
      "web vitals before network timing",
      { autocapture_web_vitals_opt_in: false, capture_performance_opt_in: true },
      { capturePerformance: false },
    ],
    ["recording off", { session_recording_opt_in: false }, { sessionRecording: false }],
    ["recording on", { session_recording_opt_in: true }, { sessionRecording: {} }],
    [
      "recording with its details",
      {
        session_recording_opt_in: true,
        session_recording_sample_rate: "0.50",
        capture_console_log_opt_in: true,
        session_recording_linked_flag: { id: 1, key: "record", variant: "on" },
      },
      {
        consoleLogs: true,
        sessionRecording: {
          consoleLogRecordingEnabled: true,
          sampleRate: "0.50",
          linkedFlag: { flag: "record", variant: "on" },
        },
      },
    ],
    [
      "a linked flag without variant is its key",
      { session_recording_opt_in: true, session_recording_linked_flag: { id: 1, key: "record" } },
      { sessionRecording: { linkedFlag: "record" } },
    ],
    ["details alone record nothing", { session_recording_sample_rate: "1.00" }, {}],
  ])("%s", (_, stored, expected) => {
    expect(edgeSettings(stored)).toEqual(expected);
  });
});
