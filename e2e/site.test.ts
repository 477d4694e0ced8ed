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

/** The most bytes of script, unpacked, by page; the calculator alone brings the framework. */
const LIGHT = [
  ["/", 20_000],
  ["/products/feature-flags", 20_000],
  ["/compare/posthog", 20_000],
  ["/docs/guides/getting-started", 20_000],
  ["/docs/sql", 20_000],
  ["/pricing", 600_000],
] as const;

test.each(LIGHT)(
  "%s stands still, is not wider than the window and needs less than %i B of script",
  async (path, most) => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const { script, shift } = await weigh(path);
      expect({ path, width, script }).toSatisfy((weighed: { script: number }) => weighed.script < most);
      expect(shift).toBeLessThan(0.01);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  },
);

it("tells search engines of every public page: where it is, its title, what it says", async () => {
  const robots = await (await fetch(`${web}/robots.txt`)).text();
  expect(robots).toContain("Disallow: /project/");
  const sitemap = /^Sitemap: (.+)$/m.exec(robots)?.[1] ?? "";
  const found = [...(await (await fetch(sitemap)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(
    ([, url = ""]) => url,
  );
  expect(found.length).toBeGreaterThan(30);
  const said = new Map<string, string>();
  for (const url of found.filter((one) => !/\/api\/|\/status$/.test(one))) {
    const html = await (await fetch(url)).text();
    const title = /<title[^>]*>([^<]+)<\/title>/.exec(html)?.[1] ?? "";
    const description = /<meta name="description" content="([^"]+)"/.exec(html)?.[1] ?? "";
    expect({ url, title, twice: said.get(title) }).toEqual({
      url,
      title: expect.stringMatching(/.{10}/),
      twice: undefined,
    });
    expect({ url, length: description.length }).toSatisfy(({ length }) => length > 40 && length < 320);
    expect(html).toMatch(/property="og:image" content="[^"]*\/site\/preview\.png"/);
    said.set(title, url);
  }
}, 60_000);

it("finds a section of the documentation by key strokes alone", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${web}/docs`);
  await page.keyboard.press("/");
  await page.keyboard.type("power cut backup");
  const found = page.getByRole("option").filter({ hasText: "Deploying" });
  await found.waitFor();
  expect(await page.locator("[data-docs-search] input:visible").getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/docs\/.+#/);
  const target = await page.evaluate(
    () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.tagName,
  );
  expect(target).toMatch(/^H[23]$/);
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
