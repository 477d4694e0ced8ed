import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Browser, openBrowser } from "./support/browser.ts";

const { web, edge } = inject("credentials");
const email = `ada-${Date.now()}@example.test`;
const password = "correct horse battery";
let browser: Browser;
let page: Page;
let project: string;
let token: string;

const seen = (text: string, timeout = 10_000) => page.getByText(text).first().waitFor({ timeout });

async function capture(event: string, properties: Record<string, string | number> = {}): Promise<void> {
  const body = { api_key: token, event, distinct_id: "web-user", properties };
  const response = await fetch(`${edge}/i/v0/e/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.context.newPage();
});
afterAll(() => browser?.close());

/** One visitor's way through the app; each step starts where the last one ended. */
describe("the web app", () => {
  it("sends strangers to log-in and remembers where they wanted to go", async () => {
    await page.goto(`${web}/project/1/flags?search=x`);
    await page.waitForURL(/\/login\?next=%2Fproject%2F1%2Fflags/);
    await page.getByLabel("E-mail").fill("nobody@example.test");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Log in" }).click();
    await seen("do not belong together");
  });

  it("signs up and waits for the first event, which turns it green", async () => {
    await page.goto(`${web}/signup`);
    await page.getByLabel("First name").fill("Ada");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByLabel("Organisation").fill("Analytical Engines");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL(/\/project\/\d+\/start/);
    project = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
    await seen("Waiting for your first event");
    token = await page.locator("dd code").first().innerText();
    expect(await page.locator("pre").last().innerText()).toContain(token);
    await capture("first_event", { plan: "team" });
    await seen("Events are arriving");
  });

  it("shows new events by themselves, and an opened one's properties", async () => {
    await page.getByRole("link", { name: "See live events" }).click();
    await page.getByRole("button", { name: /first_event/ }).waitFor();
    await capture("second_event", { plan: "scale" });
    await page.getByRole("button", { name: /second_event/ }).click();
    await page.getByRole("table", { name: "Event properties" }).getByText("scale").waitFor();
    await page.getByLabel("Search properties").fill("nothing like this");
    await seen("No property matches.");
  });

  it("holds new events back while paused", async () => {
    await page.getByRole("button", { name: "Pause" }).click();
    await capture("third_event");
    await page.getByRole("button", { name: "1 new" }).waitFor();
    expect(await page.getByRole("button", { name: /third_event/ }).count()).toBe(0);
    await page.getByRole("button", { name: "1 new" }).click();
    await page.getByRole("button", { name: /third_event/ }).waitFor();
  });

  it("draws a trend from the URL alone and opens its SQL with the same numbers", async () => {
    const query = {
      kind: "TrendsQuery",
      series: [{ kind: "EventsNode", event: null }],
      dateRange: { date_from: "-7d" },
      trendsFilter: { display: "ActionsTable" },
      breakdownFilter: { breakdowns: [{ type: "event", property: "plan" }] },
    };
    await page.goto(`${web}${project}/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`);
    const table = page.getByRole("table", { name: "Values of the chart" });
    await table.getByText("scale").waitFor();
    expect(await table.locator("tbody tr").count()).toBe(3);
    await page.getByRole("button", { name: "View SQL" }).click();
    await page.getByRole("link", { name: "Open in SQL editor" }).click();
    await page.waitForURL(/\/sql\?q=/);
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("table", { name: "Result" }).getByText("scale").waitFor();
  });

  it("marks the place of a mistake in SQL and offers the way out", async () => {
    await page.goto(`${web}${project}/sql?q=${encodeURIComponent("SELECT event FROM evnts")}`);
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".cm-sql-error").waitFor();
    await page.getByRole("button", { name: /Use events and run/ }).click();
    await page.getByRole("table", { name: "Result" }).getByText("first_event").first().waitFor();
  });

  it("creates a flag, says errors at the field, and explains an answer", async () => {
    await page.goto(`${web}${project}/flags/new`);
    await page.getByRole("button", { name: "Create flag" }).click();
    await seen("A flag needs a key");
    await page.getByLabel("Key", { exact: true }).fill("new-checkout");
    await page.getByRole("radio", { name: "Variants" }).click();
    await page.getByLabel("Weight of variant 1 in percent").fill("20");
    await page.getByRole("button", { name: "Create flag" }).click();
    await seen("The weights add up to 70 %");
    await page.getByRole("button", { name: "Distribute evenly" }).click();
    await page.getByLabel("Rollout of condition 1 in percent").fill("100");
    await page.getByRole("button", { name: "Create flag" }).click();
    await page.waitForURL(/\/flags\/\d+/);
    await page.getByRole("tab", { name: "Why did they get this?" }).click();
    await page.getByLabel("Distinct ID").fill("web-user");
    await page.getByRole("button", { name: "Explain" }).click();
    await seen("Matched condition set 1");
  });

  it("refuses the same key again at its field, and switches the flag", async () => {
    await page.goto(`${web}${project}/flags/new`);
    await page.getByLabel("Key", { exact: true }).fill("new-checkout");
    await page.getByRole("button", { name: "Create flag" }).click();
    await seen("There is already a feature flag with this key.");
    await page.goto(`${web}${project}/flags`);
    await page.getByRole("switch", { name: "new-checkout is on" }).click();
    await page.getByRole("switch", { name: "new-checkout is off" }).waitFor();
    await page.reload();
    await page.getByRole("switch", { name: "new-checkout is off" }).waitFor();
  });

  it("finds everything from the keyboard", async () => {
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Find a page").fill("new-checkout");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/flags\/\d+/);
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.waitForURL(/\/persons/);
    await page.getByRole("link", { name: "web-user" }).waitFor();
  });

  it("takes an SDK's replay link to the session", async () => {
    await capture("in_session", { $session_id: "01900000-0000-7000-8000-000000000001" });
    await page.goto(`${web}/project/${token}/replay/01900000-0000-7000-8000-000000000001`);
    await page.waitForURL(/\/sessions\//);
    await seen("Session");
  });

  it("never scrolls sideways on a small screen", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [
      "live",
      "insights",
      "sql",
      "flags",
      "flags/new",
      "persons",
      "start",
      "settings/keys",
    ]) {
      await page.goto(`${web}${project}/${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const excess = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      expect([path, excess]).toEqual([path, 0]);
    }
    await page.getByRole("button", { name: "Open navigation" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "Feature flags" }).click();
    await page.waitForURL(/\/flags$/);
  });

  it("remembers what one came for, shows on every page how far it is, and is put away", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${web}${project}/start`);
    await page.getByRole("radio", { name: "Release safely" }).click();
    await page.getByRole("link", { name: /done\s*Make a flag/ }).waitFor();
    await page.goto(`${web}${project}/live`);
    const progress = page.getByRole("link", { name: /^Set up: \d of 4/ });
    await progress.click();
    await page.getByRole("radio", { name: "Release safely", checked: true }).waitFor();
    const insight = page.getByRole("link", { name: /Save an insight/ });
    expect(decodeURIComponent((await insight.getAttribute("href")) ?? "")).toContain('"kind":"EventsNode"');
    await page.getByRole("button", { name: "Put the set-up away" }).click();
    await page.reload();
    await page.getByRole("heading", { name: "Connect an SDK" }).waitFor();
    expect(await progress.count()).toBe(0);
  });

  it("logs out, and in again to the page asked for", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Ada" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.waitForURL(/\/login/);
    await page.goto(`${web}${project}/flags?show=off`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(/\/flags\?show=off/);
    await page.getByRole("switch", { name: "new-checkout is off" }).waitFor();
  });
});
