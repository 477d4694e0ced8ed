import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it, test } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";

const credentials = inject("credentials");
const { web } = credentials;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.context.newPage();
});
afterAll(() => browser?.close());

/** Bytes of script that a page loads, and how far its content jumps while it does (0: not at all). */
async function weigh(path: string): Promise<{ script: number; shift: number }> {
  await page.goto(web + path, { waitUntil: "load" });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForLoadState("networkidle");
  return await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
          resolve({ script: scripts(), shift: shifts.reduce((sum, { value }) => sum + value, 0) });
        }).observe({ type: "layout-shift", buffered: true });
        // Without any shift the observer stays silent.
        setTimeout(() => resolve({ script: scripts(), shift: 0 }), 300);
        function scripts(): number {
          const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
          return files
            .filter(({ initiatorType, name }) => initiatorType === "script" || name.endsWith(".js"))
            .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
        }
      }),
  );
}

test.each([1440, 390])("the front page stands still and needs next to no script at %i px", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  const { script, shift } = await weigh("/");
  expect(script).toBeLessThan(100_000);
  expect(shift).toBeLessThan(0.01);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});

it("follows the system's theme", async () => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(web);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  expect(await background()).not.toBe(light);
});

it("has no link that leads nowhere, and no picture that is missing", async () => {
  const seen = new Set(["/"]);
  const broken: string[] = [];
  for (const path of seen) {
    const answer = await fetch(web + path, { redirect: "manual" });
    if (answer.status !== 200) broken.push(`${path}: ${answer.status}`);
    if (!answer.headers.get("content-type")?.includes("text/html") || path.startsWith("/api/")) continue;
    const html = await answer.text();
    for (const [, target = ""] of html.matchAll(/ (?:href|src)="(\/[^"#]*)/g)) seen.add(target);
  }
  expect(broken).toEqual([]);
  expect(seen.size).toBeGreaterThan(40);
}, 60_000);

it("takes whoever is logged in to the project", async () => {
  await logIn(browser, credentials);
  await page.goto(web);
  await page.waitForURL(/\/project\/\d+\//);
});
