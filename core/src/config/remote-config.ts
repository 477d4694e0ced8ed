import type { JsonObject } from "../events/types.ts";
import type { EnvironmentSettings, EnvironmentSnapshot, ProjectSnapshot } from "../flags/snapshot.ts";

/** Recording switches as SDKs read them; an environment's `sessionRecording` overrides single keys. */
const RECORDING_DEFAULTS: JsonObject = {
  endpoint: "/s/",
  consoleLogRecordingEnabled: false,
  recorderVersion: "v2",
  sampleRate: null,
  minimumDurationMilliseconds: null,
  linkedFlag: null,
  networkPayloadCapture: null,
  masking: null,
  urlTriggers: [],
  urlBlocklist: [],
  eventTriggers: [],
  triggerMatchType: null,
  scriptConfig: null,
  recordCanvas: false,
  canvasFps: null,
  canvasQuality: null,
  version: 1,
  triggerGroups: [],
};

function recording(settings: EnvironmentSettings): false | JsonObject {
  const wanted = settings.sessionRecording;
  return wanted ? { ...RECORDING_DEFAULTS, ...wanted } : false;
}

/**
 * What SDKs learn about an environment (WIRE.md 1.8). Every key is always sent: SDKs keep the last persisted value
 * of a key that is missing. Products without a store yet are off and can't be switched on.
 *
 * @param token the token the SDK asked with, so that a rotated but still accepted one gets its own back
 */
export function remoteConfig(
  environment: EnvironmentSnapshot,
  _snapshot: ProjectSnapshot,
  token: string = environment.tokens[0] ?? "",
): JsonObject {
  const settings = environment.settings;
  const exceptions = settings.autocaptureExceptions ?? false;
  return {
    token,
    supportedCompression: ["gzip", "gzip-js"],
    hasFeatureFlags: true,
    analytics: { endpoint: "/i/v0/e/" },
    elementsChainAsString: true,
    autocapture_opt_out: settings.autocaptureOptOut ?? false,
    autocaptureExceptions: exceptions,
    errorTracking: {
      autocaptureExceptions: exceptions,
      suppressionRules: [],
      captureExtensionExceptions: false,
    },
    capturePerformance:
      settings.capturePerformance === false
        ? false
        : {
            network_timing: true,
            web_vitals: settings.capturePerformance ?? false,
            web_vitals_allowed_metrics: null,
          },
    captureDeadClicks: settings.captureDeadClicks ?? false,
    heatmaps: settings.heatmaps ?? false,
    productTours: false,
    surveys: false,
    logs: { captureConsoleLogs: false },
    sessionRecording: recording(settings),
    conversations: false,
    defaultIdentifiedOnly: true,
    isAuthenticated: false,
    toolbarParams: {},
    toolbarVersion: "toolbar",
    editorParams: {},
    siteApps: [],
  };
}

/** JSON that is safe inside a script, also when the script is inlined into a page. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text of `/array/<token>/config.js`. */
export function configScript(config: JsonObject): string {
  const key = scriptJson(config.token);
  return `(function(){
  window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};
  window._POSTHOG_REMOTE_CONFIG[${key}] = {config: ${scriptJson(config)}, siteApps: []};
})();
`;
}
