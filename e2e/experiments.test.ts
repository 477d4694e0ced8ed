import type { Page } from "playwright-core";
import { PostHog } from "posthog-node";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";

const PEOPLE = 600;
const KEY = "one-page-checkout";

const { web } = inject("credentials");
let browser: Browser;
let page: Page;
let project: Project;

beforeAll(async () => {
  project = await createProject("An experiment in the browser");
  browser = await openBrowser();
  await logIn(browser, project.credentials);
  page = await browser.context.newPage();
});
afterAll(() => browser?.close());

/** One experiment's life; each step starts where the last one ended. */
describe("an experiment", () => {
  it("is set up and launched by hand", async () => {
    await page.goto(`${web}/project/${project.id}/experiments`);
    await page.getByRole("link", { name: "New experiment" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("One-page checkout");
    await page.getByLabel("Hypothesis").fill("Fewer pages, more orders.");
    await page.getByLabel("Flag key").fill(KEY);
    await page.getByLabel("Name of the metric").fill("Ordered");
    await page.getByRole("button", { name: "Event", exact: true }).click();
    await page.getByPlaceholder("Search events").fill("ordered");
    await page.getByRole("option", { name: /ordered/ }).click();
    await page.getByRole("button", { name: "Create the draft" }).click();
    await page.waitForURL(/\/experiments\/\d+$/);
    await page.getByRole("button", { name: "Launch" }).click();
    await page.getByText("Nobody has seen it yet").waitFor();
  });

  it("assigns what the SDK is told, and says what it did", async () => {
    const posthog = new PostHog(project.token, { host: project.credentials.edge, flushAt: 100 });
    const variants: Record<string, number> = {};
    for (let from = 0; from < PEOPLE; from += 50) {
      const people = Array.from({ length: 50 }, (_, index) => `shopper-${from + index}`);
      const found = await Promise.all(people.map((id) => posthog.getFeatureFlag(KEY, id)));
      for (const [index, variant] of found.entries()) {
        variants[String(variant)] = (variants[String(variant)] ?? 0) + 1;
        const orders = (from + index) % 20 < (variant === "test" ? 9 : 3);
        // Nobody orders in the millisecond of seeing the page.
        const timestamp = new Date(Date.now() + 1000);
        if (orders) posthog.capture({ distinctId: people[index] ?? "", event: "ordered", timestamp });
      }
    }
    await posthog.shutdown();
    expect(Object.keys(variants).sort()).toEqual(["control", "test"]);
    const exposures = await project.sqlUntil<[string, number]>(
      "select properties.$feature_flag_response, count(distinct person_id) from events where event = '$feature_flag_called' group by 1 order by 1",
      (rows) => rows.reduce((sum, [, count]) => sum + count, 0) >= PEOPLE,
    );
    expect(Object.fromEntries(exposures)).toEqual(variants);
    await page.reload();
    await page.getByRole("button", { name: "Compute now" }).click();
    await page.getByText("Ship it", { exact: true }).waitFor();
    const table = page.getByRole("table", { name: "Ordered" });
    for (const [variant, count] of Object.entries(variants)) {
      const [[people, orders] = []] = await project.sql<[number, number]>(
        `select count(), countIf(ordered) from (select person_id, countIf(event = 'ordered') > 0 as ordered, anyIf(properties.$feature_flag_response, event = '$feature_flag_called') as variant from events group by person_id) where variant = '${variant}'`,
      );
      expect(people).toBe(count);
      const row = table.getByRole("row").filter({ hasText: variant });
      const rate = ((100 * (orders ?? 0)) / count).toLocaleString("en", { maximumFractionDigits: 2 });
      await row.getByText(`${rate} %`, { exact: true }).waitFor();
    }
  });

  it("ends with its winner for everyone", async () => {
    await page.getByRole("button", { name: "Ship test…" }).click();
    await page.getByLabel("What did you learn?").fill("One page is enough.");
    await page.getByRole("button", { name: "Ship test", exact: true }).click();
    await page.getByText("Everyone gets test now.").waitFor();
    await page.getByText("Won. One page is enough.").waitFor();
    const posthog = new PostHog(project.token, { host: project.credentials.edge, flushAt: 1 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        posthog.getFeatureFlag(KEY, `newcomer-${index}`, { sendFeatureFlagEvents: false }),
      ),
    );
    await posthog.shutdown();
    expect(new Set(answers)).toEqual(new Set(["test"]));
  });
});
