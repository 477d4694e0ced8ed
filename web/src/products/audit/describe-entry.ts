import { describeBrowser } from "../settings/describe-browser.ts";

/** `OrganizationMembership` as words: "organization membership"; abbreviations stay: "personal API key". */
const scopeWords = (scope: string): string =>
  scope
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(" ")
    .map((word) => (word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase()))
    .join(" ");

/** What somebody did, to be read after their name: "logged in", "created feature flag". */
export function deedOf(activity: string, scope: string): string {
  const deed = activity.replaceAll("_", " ");
  return scope === "User" && activity !== "updated" ? deed : `${deed} ${scopeWords(scope)}`;
}

/** A user agent as one recognises it: a browser with its system, any other program as it calls itself. */
export const programOf = (client: string): string =>
  /^Mozilla\//.test(client) ? describeBrowser(client).name : client;
