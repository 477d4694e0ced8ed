/** Where the asking code runs. */
export type Runtime = "client" | "server" | "unknown";

const SERVER_AGENT =
  /^(?:posthog-(?:python|ruby|php|java|go|node|dotnet|elixir)\/|curl\/|python-requests\/|python-urllib|node-fetch|node$|undici|axios|go-http-client|okhttp\/|ruby|guzzlehttp)/i;
const MOBILE_AGENT = /^posthog-(?:ios|android|react-native|flutter|js)\b/i;
const BROWSER_AGENT = /^mozilla\/|\b(?:chrome|safari|firefox|opera|edg)\//i;

/** Finds out from the request when it does not say: user agent first, then headers only browsers send. */
export function detectRuntime(header: (name: string) => string | null | undefined): Runtime {
  const agent = header("user-agent") ?? "";
  if (SERVER_AGENT.test(agent)) return "server";
  if (MOBILE_AGENT.test(agent) || BROWSER_AGENT.test(agent)) return "client";
  return header("origin") || header("referer") || header("sec-fetch-mode") || header("sec-fetch-site")
    ? "client"
    : "unknown";
}
