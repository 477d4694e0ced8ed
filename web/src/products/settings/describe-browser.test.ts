import { expect, test } from "vitest";
import { describeBrowser } from "./describe-browser.ts";

const mozilla = "Mozilla/5.0";
test.each([
  [`${mozilla} (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0`, "Firefox on Linux", false],
  [
    `${mozilla} (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0`,
    "Edge on Windows",
    false,
  ],
  [
    `${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1`,
    "Safari on iOS",
    true,
  ],
  [`${mozilla} (Linux; Android 15) Chrome/150.0.0.0 Mobile Safari/537.36`, "Chrome on Android", true],
  ["curl/8.0", "Unknown program", false],
])("%s", (agent, name, isPhone) => expect(describeBrowser(agent)).toEqual({ name, isPhone }));
