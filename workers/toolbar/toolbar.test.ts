import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, openBrowser } from "../../e2e/support/browser.ts";

interface PostHog {
  init(token: string, options: object): void;
  capture(event: string): void;
  getFeatureFlag(key: string): unknown;
}
declare const posthog: PostHog;

const SDK = join(
  dirname(createRequire(import.meta.url).resolve("posthog-js/package.json")),
  "dist/array.full.no-external.js",
);
let browser: Browser;
let server: Server;
let page: Awaited<ReturnType<Browser["context"]["newPage"]>>;

beforeAll(async () => {
  server = createServer((_request, response) =>
    response.setHeader("Content-Type", "text/html").end("<body></body>"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await openBrowser();
  page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate("window.posthog = [];");
  await page.addScriptTag({ content: readFileSync(SDK, "utf8") });
  await page.evaluate(
    (api_host) =>
      posthog.init("phc_test", {
        api_host,
        autocapture: false,
        capture_pageview: false,
        bootstrap: { featureFlags: { beta: false, colour: "blue" } },
        advanced_disable_flags: true,
      }),
    new URL(page.url()).origin,
  );
  await page.addScriptTag({ content: readFileSync(join(import.meta.dirname, "toolbar.js"), "utf8") });
  await page.evaluate("window.ph_load_toolbar({}, window.posthog)");
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

test("lists flags, overrides them in this browser only, and takes overrides back", async () => {
  const panel = page.locator("#edgewise-toolbar");
  expect(await panel.locator("li span").allTextContents()).toEqual(["beta", "colour"]);
  const value = (key: string) => page.evaluate((name) => posthog.getFeatureFlag(name), key);
  await panel.getByLabel("Value of beta").fill("on");
  await panel.getByLabel("Value of beta").press("Enter");
  await expect.poll(() => value("beta")).toBe(true);
  await panel.getByLabel("Value of colour").fill("red");
  await panel.getByLabel("Value of colour").press("Enter");
  await expect.poll(() => value("colour")).toBe("red");
  for (const _ of [1, 2]) await panel.getByText("Reset").and(panel.locator(":visible")).first().click();
  await expect.poll(() => value("colour")).toBe("blue");
  expect(await value("beta")).toBe(false);
});

test("shows what the page captures, and goes away", async () => {
  const panel = page.locator("#edgewise-toolbar");
  await panel.getByText("Events").click();
  await page.evaluate(() => posthog.capture("bought"));
  await expect
    .poll(() => panel.locator("li").allTextContents())
    .toContainEqual(expect.stringContaining("bought"));
  await panel.getByLabel("Close").click();
  expect(await panel.count()).toBe(0);
});
