import { describe, expect, it } from "vitest";
import type { EnvironmentSettings, EnvironmentSnapshot, ProjectSnapshot } from "../flags/snapshot.ts";
import { configScript, remoteConfig } from "./remote-config.ts";

const environment = (settings: EnvironmentSettings = {}): EnvironmentSnapshot => ({
  id: 1,
  name: "production",
  tokens: ["phc_a", "phc_old"],
  secretKeyHashes: [],
  settings,
  overLimit: [],
});
const snapshot: ProjectSnapshot = {
  version: 1,
  projectId: 1,
  organizationId: "o",
  timezone: "UTC",
  environments: [],
  flags: [],
  cohorts: [],
  groupTypes: {},
};
const config = (settings?: EnvironmentSettings) => remoteConfig(environment(settings), snapshot);

/** WIRE.md 1.8: a missing key means "keep the last value", so each must be there. */
const KEYS = [
  "token supportedCompression hasFeatureFlags analytics elementsChainAsString autocapture_opt_out",
  "autocaptureExceptions errorTracking capturePerformance captureDeadClicks heatmaps productTours surveys logs",
  "sessionRecording conversations defaultIdentifiedOnly isAuthenticated toolbarParams toolbarVersion editorParams siteApps",
].flatMap((line) => line.split(" "));

describe("remoteConfig", () => {
  it("sends every key", () => {
    expect(Object.keys(config()).sort()).toEqual([...KEYS].sort());
  });

  it("never enables products without a store", () => {
    expect(config()).toMatchObject({
      surveys: false,
      productTours: false,
      conversations: false,
      logs: { captureConsoleLogs: false },
      sessionRecording: false,
    });
  });

  it.each<[string, EnvironmentSettings, object]>([
    ["autocapture off", { autocaptureOptOut: true }, { autocapture_opt_out: true }],
    [
      "exceptions in both places",
      { autocaptureExceptions: true },
      { autocaptureExceptions: true, errorTracking: { autocaptureExceptions: true } },
    ],
    ["performance off", { capturePerformance: false }, { capturePerformance: false }],
    ["web vitals on", { capturePerformance: true }, { capturePerformance: { web_vitals: true } }],
    ["heatmaps", { heatmaps: true }, { heatmaps: true }],
    ["dead clicks", { captureDeadClicks: true }, { captureDeadClicks: true }],
    [
      "recording with one override",
      { sessionRecording: { sampleRate: "0.5" } },
      { sessionRecording: { endpoint: "/s/", sampleRate: "0.5", recorderVersion: "v2" } },
    ],
  ])("%s", (_name, settings, expected) => {
    expect(config(settings)).toMatchObject(expected);
  });

  it("answers a rotated token with itself", () => {
    expect(remoteConfig(environment(), snapshot, "phc_old").token).toBe("phc_old");
  });
});

describe("configScript", () => {
  const run = (text: string): Record<string, { config: unknown; siteApps: unknown }> => {
    const window: { _POSTHOG_REMOTE_CONFIG?: Record<string, { config: unknown; siteApps: unknown }> } = {};
    new Function("window", text)(window);
    return window._POSTHOG_REMOTE_CONFIG ?? {};
  };

  it("leaves the config where the SDK looks for it", () => {
    expect(run(configScript(config()))).toEqual({ phc_a: { config: config(), siteApps: [] } });
  });

  it("can't be broken out of", () => {
    const hostile = { token: "</script>\u2028'\"" };
    const text = configScript(hostile);
    expect(text).not.toContain("</script>");
    expect(run(text)[hostile.token]?.config).toEqual(hostile);
  });
});
