import Bowser from "bowser";
import { isbot, isbotMatch } from "isbot";
import type { JsonObject } from "./types.ts";

/** What a user agent text says; computed once for each text that an isolate meets. */
export interface UserAgentFacts {
  /** Properties as posthog-js would have sent them; empty for what is no browser. */
  readonly properties: JsonObject;
  /** Class of bot, '' for people. */
  readonly bot: string;
}

/** First match decides; the last row takes every other bot. */
const BOT_CLASSES: readonly (readonly [string, RegExp])[] = [
  [
    "ai",
    /gpt|openai|claude|anthropic|perplexity|bytespider|ccbot|cohere|diffbot|meta-external|mistral|youbot|amazonbot|applebot-extended/i,
  ],
  [
    "search",
    /google|bingbot|bingpreview|yandex|baidu|duckduck|slurp|applebot|seznam|naver|qwant|sogou|petalbot/i,
  ],
  ["preview", /facebook|twitter|slack|discord|telegram|whatsapp|linkedin|pinterest|skype|embedly|vkshare/i],
  [
    "monitoring",
    /uptime|pingdom|monitor|statuscake|site24x7|newrelic|datadog|lighthouse|pagespeed|gtmetrix|checkly/i,
  ],
  ["seo", /ahrefs|semrush|mj12|dotbot|rogerbot|majestic|screaming|serpstat|blexbot/i],
  ["automation", /headless|phantom|selenium|puppeteer|playwright|electron|cypress|webdriver/i],
  ["script", /curl|wget|python|java|go-http|axios|node|okhttp|libwww|perl|ruby|php|http/i],
  ["other", /./],
];

const CACHE_LIMIT = 1000;
const cache = new Map<string, UserAgentFacts>();

const DEVICE: Readonly<Record<string, string>> = {
  desktop: "Desktop",
  mobile: "Mobile",
  tablet: "Tablet",
  tv: "TV",
};
const OS: Readonly<Record<string, string>> = { macOS: "Mac OS X", "Chrome OS": "Chrome OS" };

/** Browsers name themselves `Mozilla/…` since 1994; HTTP libraries do not. */
export const isBrowserAgent = (userAgent: string): boolean =>
  userAgent.startsWith("Mozilla/") || userAgent.startsWith("Opera/");

function browserProperties(userAgent: string): JsonObject {
  if (!isBrowserAgent(userAgent)) return {};
  const { browser, os, platform } = Bowser.parse(userAgent);
  const properties: JsonObject = {};
  if (browser.name) properties.$browser = browser.name;
  const version = Number.parseFloat(browser.version ?? "");
  if (Number.isFinite(version)) properties.$browser_version = version;
  if (os.name) properties.$os = OS[os.name] ?? os.name;
  const osVersion = os.versionName && os.name === "Windows" ? os.versionName : os.version;
  if (osVersion) properties.$os_version = osVersion;
  const device = DEVICE[platform.type ?? ""];
  if (device) properties.$device_type = device;
  return properties;
}

/** The class of a bot by its user agent, '' when it looks like a person's browser. */
export function botClass(userAgent: string): string {
  if (userAgent === "" || !isbot(userAgent)) return "";
  const name = `${isbotMatch(userAgent) ?? ""} ${userAgent}`;
  return BOT_CLASSES.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}

/** Facts about a user agent; remembered, since one isolate meets few different ones. */
export function userAgentFacts(userAgent: string): UserAgentFacts {
  const known = cache.get(userAgent);
  if (known) return known;
  const text = userAgent.slice(0, 1000);
  const facts = { properties: browserProperties(text), bot: botClass(text) };
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(userAgent, facts);
  return facts;
}
