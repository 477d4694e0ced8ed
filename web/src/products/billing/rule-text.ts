import type { NewRule } from "./rules-api.ts";

/** A rule in words. */
export function ruleText({ event, sdk, sdk_version, keep_percent }: NewRule): string {
  const what = event === "" ? "every event" : `“${event}”`;
  const who = sdk === "" ? "" : ` of ${sdk}${sdk_version === "" ? "" : ` ${sdk_version}`}`;
  return keep_percent === 0 ? `Drop ${what}${who}` : `Keep ${what}${who} of ${keep_percent} % of people`;
}
