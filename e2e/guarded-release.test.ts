import type { Page } from "playwright-core";
import { PostHog } from "posthog-node";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";

const PEOPLE = 500;
const KEY = "new-search";

const { web } = inject("credentials");
let browser: Browser;
let page: Page;
let project: Project;
let flagId: number;

beforeAll(async () => {
  project = await createProject("A guarded release in the browser");
  const flag = await project.api<{ id: number }>("POST", `/api/projects/${project.id}/feature_flags/`, {
    key: KEY,
    filters: { groups: [{ properties: [], rollout_percentage: 0 }] },
  });
  flagId = flag.id;
  browser = await openBrowser();
  await logIn(browser, project.credentials);
  page = await browser.context.newPage();
});
afterAll(() => browser?.close());

/** One release's life; each step starts where the last one ended. */
describe("a release that breaks the page", () => {
  it("is started with its guard-rail", async () => {
    await page.goto(`${web}/project/${project.id}/flags/${flagId}?tab=guard`);
    await page.getByRole("button", { name: "Start a guarded release" }).click();
    await page.getByLabel("Share of step 1, in percent").fill("50");
    await page.getByLabel("Remove step 3").click();
    await page.getByLabel("Remove step 2").click();
    await page.getByRole("button", { name: "Start at 50 %" }).click();
    await page.waitForURL(/\/releases\/[0-9a-f-]{36}$/);
    await page.getByText("The first look comes within a minute.").waitFor();
  });

  it("rolls back while one watches, and says why", async () => {
    const posthog = new PostHog(project.token, { host: project.credentials.edge, flushAt: 200 });
    const sides = { on: 0, off: 0 };
    for (let from = 0; from < PEOPLE; from += 50) {
      const people = Array.from({ length: 50 }, (_, index) => `visitor-${from + index}`);
      const found = await Promise.all(people.map((id) => posthog.getFeatureFlag(KEY, id)));
      for (const [index, value] of found.entries()) {
        sides[value ? "on" : "off"] += 1;
        const breaks = (from + index) % 40 < (value ? 16 : 1);
        // Nothing breaks in the millisecond of the call.
        const timestamp = new Date(Date.now() + 100);
        const properties = { $exception_message: "Search is gone" };
        if (breaks)
          posthog.capture({ distinctId: people[index] ?? "", event: "$exception", properties, timestamp });
      }
    }
    await posthog.shutdown();
    const seen = await project.sqlUntil<[number]>(
      "select count(distinct person_id) from events where event = '$feature_flag_called'",
      ([row]) => row?.[0] === PEOPLE,
    );
    expect(seen[0]?.[0]).toBe(PEOPLE);
    // The job of the minute does the same; nobody waits for it here.
    const more = page.getByRole("button", { name: "More" });
    if (await more.isVisible()) {
      await more.click();
      await page.getByRole("menuitem", { name: "Look now" }).click();
    }
    await page.getByText("Rolled back", { exact: true }).first().waitFor();
    await page
      .getByText(/^Rolled back to 0 %\. "People with an error" is \d/)
      .first()
      .waitFor();
    await page.getByRole("region", { name: "People with an error" }).getByText(`of ${sides.on}`).waitFor();
  });

  it("shows the people behind it, and what the flag says now", async () => {
    await page.getByRole("button", { name: "People" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByRole("link", { name: /^visitor-/ })
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    const posthog = new PostHog(project.token, { host: project.credentials.edge });
    const values = await Promise.all(
      ["visitor-1", "visitor-2", "visitor-3"].map((id) => posthog.getFeatureFlag(KEY, id)),
    );
    await posthog.shutdown();
    expect(values).toEqual([false, false, false]);
    const mails = await project.api<{ results: { subject: string }[] }>("GET", "/api/mailbox/");
    expect(mails.results.map(({ subject }) => subject)).toContain(
      `${KEY}: rolled back, a guard-rail was harmed`,
    );
  });

  it("goes on when somebody insists", async () => {
    await page.getByRole("button", { name: "Go on all the same" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "Go on" }).isDisabled()).toBe(true);
    await dialog.getByLabel("Why").fill("The search is back.");
    await dialog.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Running", { exact: true }).waitFor();
    await page.getByText(/Reason: The search is back\./).waitFor();
  });
});
