/** SDK builds that a page loads itself. */
export const SDK_BUNDLES = [
  "array",
  "array.full",
  "array.full.es5",
  "array.full.no-external",
  "array.no-external",
] as const;

/** Scripts that posthog-js loads when a feature needs them (WIRE.md 1.8). */
export const LAZY_SCRIPTS = [
  "lazy-recorder",
  "recorder",
  "recorder-v2",
  "posthog-recorder",
  "surveys",
  "exception-autocapture",
  "web-vitals",
  "web-vitals-with-attribution",
  "web-vitals-soft-navs",
  "web-vitals-with-attribution-soft-navs",
  "dead-clicks-autocapture",
  "tracing-headers",
  "logs",
  "product-tours",
  "conversations",
  "intercom-integration",
  "crisp-chat-integration",
] as const;

/** Our own script, the same for every version of the SDK. */
const TOOLBAR = "toolbar";

const SERVED: ReadonlySet<string> = new Set([...SDK_BUNDLES, ...LAZY_SCRIPTS]);
const VERSION = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/**
 * Asset paths that may answer a `/static/…` request, best first; empty when there can be none.
 * A versioned path is answered with exactly that version or not at all, so that the SDK falls back by itself;
 * `?v=` asks for a version and takes the newest when we don't have it.
 */
export function assetPaths(path: string, wanted: string | undefined): string[] {
  const match = /^\/static\/(?:([^/]+)\/)?([\w.-]+)\.js$/.exec(path);
  if (!match) return [];
  const [, version, script] = match;
  if (script === TOOLBAR) return [`/static/${TOOLBAR}.js`];
  if (!SERVED.has(script!)) return [];
  if (version !== undefined) return VERSION.test(version) ? [path] : [];
  const newest = `/static/${script}.js`;
  return wanted && VERSION.test(wanted) ? [`/static/${wanted}/${script}.js`, newest] : [newest];
}
