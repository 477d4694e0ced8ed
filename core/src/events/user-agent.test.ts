import { describe, expect, it } from "vitest";
import { botClass, userAgentFacts } from "./user-agent.ts";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

describe("userAgentFacts", () => {
  it.each([
    [
      "Chrome on Windows",
      CHROME,
      { $browser: "Chrome", $browser_version: 156, $os: "Windows", $device_type: "Desktop" },
    ],
    [
      "Safari on iPhone",
      IPHONE,
      { $browser: "Safari", $browser_version: 18.1, $os: "iOS", $device_type: "Mobile" },
    ],
  ])("%s", (_name, userAgent, expected) => {
    expect(userAgentFacts(userAgent)).toMatchObject({ properties: expected, bot: "" });
    expect(userAgentFacts(userAgent)).toBe(userAgentFacts(userAgent));
  });

  it.each(["", "curl/8.5.0", "posthog-node/5.70.0", "My App 1.0"])("says nothing about %j", (userAgent) => {
    expect(userAgentFacts(userAgent).properties).toEqual({});
  });

  it("survives hostile texts", () => {
    expect(userAgentFacts(`Mozilla/5.0 ${"(".repeat(100_000)}`).properties).toBeDefined();
  });
});

describe("botClass", () => {
  it.each([
    ["", ""],
    [CHROME, ""],
    [IPHONE, ""],
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "search"],
    ["Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "search"],
    [
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
      "ai",
    ],
    ["Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", "ai"],
    ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "preview"],
    ["Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "seo"],
    ["Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", "monitoring"],
    [CHROME.replace("Chrome/", "HeadlessChrome/"), "automation"],
    ["curl/8.5.0", "script"],
  ])("%s → %j", (userAgent, expected) => {
    expect(botClass(userAgent)).toBe(expected);
  });
});
