import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";
import { serveSite } from "./support/site.ts";

interface PostHog {
  capture(event: string, properties?: object): void;
  identify(id: string, set?: object): void;
  group(type: string, key: string, set?: object): void;
  reset(): void;
  alias(alias: string): void;
  captureException(error: Error): void;
  opt_out_capturing(): void;
  opt_in_capturing(): void;
  isFeatureEnabled(key: string): boolean | undefined;
  getFeatureFlag(key: string): boolean | string | undefined;
  getFeatureFlagPayload(key: string): unknown;
  onFeatureFlags(listener: () => void): void;
  get_distinct_id(): string;
}
declare const posthog: PostHog;

let project: Project;
let browser: Browser;
let site: { url: string; close(): void };

beforeAll(async () => {
  project = await createProject("posthog-js");
  browser = await openBrowser();
  site = await serveSite(project.credentials.edge);
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

async function open(options: object = {}, inside: Browser = browser): Promise<Page> {
  const page = await inside.context.newPage();
  page.on("pageerror", (error) => {
    if (!error.message.includes("on purpose")) throw error;
  });
  const query = new URLSearchParams({ token: project.token, options: JSON.stringify(options) });
  await page.goto(`${site.url}/?${query}`);
  await page.waitForFunction("window.ready === true");
  return page;
}

describe("posthog-js, unmodified, in Chromium", () => {
  it("sends the page view, autocapture, custom events, exceptions and leaves with a beacon", async () => {
    const page = await open();
    await page.waitForTimeout(500);
    await page.click("#buy");
    await page.evaluate(() =>
      posthog.capture("bought", { amount: 12.5, items: ["shoes", "süß 🎉"], none: null }),
    );
    await page.evaluate(() => posthog.captureException(new Error("on purpose")));
    await page.waitForTimeout(300);
    await page.close({ runBeforeUnload: true });
    const rows = await project.sqlUntil<[string, number]>(
      "select event, count() from events group by event",
      (found) =>
        ["$pageview", "$autocapture", "bought", "$exception", "$pageleave"].every((name) =>
          found.some(([event]) => event === name),
        ),
    );
    expect(Object.fromEntries(rows)).toMatchObject({
      $pageview: 1,
      $autocapture: 1,
      bought: 1,
      $exception: 1,
      $pageleave: 1,
    });
    expect(
      await project.sql(
        "select properties.amount, properties.items, properties.$browser, properties.$host from events where event = 'bought'",
      ),
    ).toEqual([["12.5", '["shoes","süß 🎉"]', "Chrome", new URL(site.url).host]]);
    const chain = await project.sql<[string]>(
      "select elements_chain from events where event = '$autocapture'",
    );
    expect(chain[0]?.[0]).toContain('button.btn.primary:attr__class="btn primary"');
  });

  it("keeps one person over identify, another after reset", async () => {
    const page = await open();
    const anonymous = await page.evaluate(() => posthog.get_distinct_id());
    await page.evaluate(() => {
      posthog.capture("as anonymous");
      posthog.identify("js-user", { email: "js@example.com" });
      posthog.capture("as user");
      posthog.group("company", "acme", { tier: "gold" });
      posthog.capture("in group");
      posthog.reset();
      posthog.capture("after reset");
    });
    await page.waitForTimeout(4000);
    await page.close();
    const rows = await project.sqlUntil<[string, string]>(
      "select event, toString(person_id) from events where event in ('as anonymous', 'as user', 'in group', 'after reset')",
      (found) => found.length === 4 && new Set(found.map((row) => row[1])).size === 2,
    );
    const person = Object.fromEntries(rows);
    expect(person["as anonymous"]).toBe(person["as user"]);
    expect(person["after reset"]).not.toBe(person["as user"]);
    expect(anonymous).not.toBe("js-user");
    expect(
      await project.sql(
        "select person.properties.email, group_0.properties.tier from events where event = 'in group'",
      ),
    ).toEqual([["js@example.com", "gold"]]);
  });

  it("gets flags with payloads and reports their use", async () => {
    await project.api("POST", `/api/projects/${project.id}/feature_flags/`, {
      key: "checkout",
      name: "Checkout",
      active: true,
      filters: {
        groups: [{ properties: [], rollout_percentage: 100 }],
        multivariate: { variants: [{ key: "fast", rollout_percentage: 100 }] },
        payloads: { fast: '{"steps":1}' },
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const page = await open();
    await page.evaluate(() => new Promise<void>((resolve) => posthog.onFeatureFlags(() => resolve())));
    expect(
      await page.evaluate(() => [
        posthog.getFeatureFlag("checkout"),
        posthog.getFeatureFlagPayload("checkout"),
        posthog.isFeatureEnabled("no-such-flag") ?? false,
      ]),
    ).toEqual(["fast", { steps: 1 }, false]);
    await page.waitForTimeout(4000);
    await page.close();
    const called = await project.sqlUntil(
      "select properties.$feature_flag_response from events where event = '$feature_flag_called' and properties.$feature_flag = 'checkout'",
      (rows) => rows.length > 0,
    );
    expect(called).toEqual([["fast"]]);
  });

  it("sends nothing while opted out, and again after opting in", async () => {
    const page = await open();
    await page.evaluate(() => {
      posthog.opt_out_capturing();
      posthog.capture("secret");
      posthog.opt_in_capturing();
      posthog.capture("public");
    });
    await page.waitForTimeout(4000);
    await page.close();
    const rows = await project.sqlUntil<[string]>(
      "select event from events where event in ('secret', 'public')",
      (found) => found.length > 0,
    );
    expect(rows).toEqual([["public"]]);
  });

  it("uploads a recording when the project switches it on", async () => {
    await project.api("PATCH", `/api/projects/${project.id}/`, { session_recording_opt_in: true });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // A browser of its own: remote config is cached for minutes.
    const fresh = await openBrowser();
    const page = await open({}, fresh);
    const upload = page.waitForResponse((response) => new URL(response.url()).pathname === "/s/", {
      timeout: 20_000,
    });
    await page.waitForTimeout(1000);
    await page.click("h1");
    const response = await upload;
    expect(response.status()).toBe(200);
    expect(await response.json()).toMatchObject({ status: 1 });
    await fresh.close();
  });
});
