import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { captureAll } from "./support/capture.ts";
import { createProject, type Project } from "./support/project.ts";

const { web } = inject("credentials");
const SESSION = "01900000-0000-7000-8000-0000000000aa";
let browser: Browser;
let page: Page;
let project: Project;

const go = (path: string) => page.goto(`${web}/project/${project.id}/${path}`);

beforeAll(async () => {
  project = await createProject("People in the browser");
  const set = { $set: { email: "ada@example.test", plan: "team", seats: 3 } };
  await captureAll(project, [
    {
      event: "$pageview",
      distinct_id: "anon-ada",
      properties: { $session_id: SESSION, $current_url: "https://a.test/start" },
    },
    {
      event: "$identify",
      distinct_id: "ada",
      properties: { $anon_distinct_id: "anon-ada", $session_id: SESSION, ...set },
    },
    { event: "uploaded", distinct_id: "ada", properties: { $session_id: SESSION } },
    { event: "uploaded", distinct_id: "ada" },
    {
      event: "uploaded",
      distinct_id: "bob",
      properties: { $set: { email: "bob@example.test", plan: "free" } },
    },
    {
      event: "$pageview",
      distinct_id: "cid",
      properties: { $set: { email: "cid@example.test", plan: "team" } },
    },
  ]);
  browser = await openBrowser();
  await logIn(browser, project.credentials);
  page = await browser.context.newPage();
});
afterAll(() => browser?.close());

describe("a person", () => {
  it("is found among the others by a filter and shown in columns of one's choice", async () => {
    const filter = [{ type: "person", key: "plan", operator: "exact", value: ["team"] }];
    await go(`persons?cols=plan,seats&f=${encodeURIComponent(JSON.stringify(filter))}`);
    const table = page.getByRole("table", { name: "Persons" });
    await table.getByRole("link", { name: "ada@example.test" }).waitFor();
    expect(await table.locator("tbody tr").count()).toBe(2);
    await table.getByRole("cell", { name: "3", exact: true }).waitFor();
    await table.getByRole("link", { name: "ada@example.test" }).click();
    await page.waitForURL(/\/persons\/[0-9a-f-]{36}/);
  });

  it("has a timeline by session", async () => {
    await page.getByText("3 events").waitFor();
    await page.getByText("https://a.test/start").first().waitFor();
    await page.getByText("Outside of sessions").waitFor();
  });

  it("has properties that can be changed, with their types", async () => {
    await page.getByRole("tab", { name: "Properties" }).click();
    const properties = page.getByRole("table", { name: "Person properties" });
    await properties.getByText("seats").hover();
    await page.getByRole("button", { name: "Edit seats" }).click();
    await page.getByRole("textbox", { name: "Value" }).fill("many");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Type a number, such as 12.5.").waitFor();
    await page.getByRole("textbox", { name: "Value" }).fill("5");
    await page.getByRole("button", { name: "Save" }).click();
    await properties.getByRole("cell", { name: /^5 / }).waitFor();
    const rows = await project.sqlUntil<[number]>(
      "select properties.seats from persons where properties.email = 'ada@example.test'",
      ([row]) => Number(row?.[0]) === 5,
    );
    expect(rows).toHaveLength(1);
  });

  it("was merged, which can be looked at and undone", async () => {
    const people = () => project.sql<[number]>("select count(distinct person_id) from events");
    expect(await people()).toEqual([[3]]);
    await page.getByRole("tab", { name: "Merges" }).click();
    await page
      .getByText(/ada was attached to anon-ada/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Undo…" }).first().click();
    await page.getByRole("heading", { name: "IDs that leave" }).waitFor();
    await page.getByRole("button", { name: "Undo merge" }).click();
    await page.getByText(/^undone/).waitFor();
    await vi.waitFor(async () => expect(await people()).toEqual([[4]]), { timeout: 20_000, interval: 300 });
  });
});

describe("a cohort", () => {
  it("is built by hand, and counts whom SQL counts", async () => {
    await go("cohorts");
    await page.getByRole("link", { name: "New cohort" }).first().click();
    await page.getByRole("button", { name: "Create cohort" }).click();
    await page.getByText("A cohort needs a name.").waitFor();
    await page.getByText("A cohort needs at least one condition.").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Uploaders");
    await page.getByRole("button", { name: "Behaviour" }).click();
    await page.getByRole("button", { name: "Event", exact: true }).click();
    await page.getByPlaceholder("Search events").fill("uploaded");
    await page
      .getByRole("option", { name: /uploaded/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Create cohort" }).click();
    await page.waitForURL(/\/cohorts\/\d+$/);
    const [[uploaders] = []] = await project.sql<[number]>(
      "select count(distinct person_id) from events where event = 'uploaded'",
    );
    await page.getByRole("tab", { name: `Members (${uploaders})` }).waitFor();
    const members = page.getByRole("table", { name: "Members" });
    await members.getByRole("link", { name: "bob@example.test" }).waitFor();
    expect(await members.locator("tbody tr").count()).toBe(uploaders);
  });

  it("changes with its conditions and keeps its history", async () => {
    await page.getByRole("tab", { name: "Conditions" }).click();
    await page.getByRole("combobox", { name: "Behaviour" }).click();
    await page.getByRole("option", { name: "did several times" }).click();
    await page.getByRole("textbox", { name: "Number of times" }).fill("2");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("tab", { name: "Members (1)" }).waitFor();
    await page.getByRole("tab", { name: "History" }).click();
    const history = page.getByRole("table", { name: "Calculations" });
    await history.getByText("−1", { exact: true }).waitFor();
  });

  it("is a list, too: pasted, then shortened", async () => {
    await go("cohorts/new");
    await page.getByLabel("Name", { exact: true }).fill("Chosen");
    await page.getByRole("radio", { name: "A list" }).click();
    await page.getByLabel("or paste a list").fill("distinct_id\nbob\ncid\nnobody");
    await page.getByRole("button", { name: "Create cohort" }).click();
    await page.getByRole("tab", { name: "Members (2)" }).waitFor();
    await page.getByRole("button", { name: "Take cid@example.test off the list" }).click();
    await page.getByRole("tab", { name: "Members (1)" }).waitFor();
  });
});

describe("deletion", () => {
  it("takes a person with all events and leaves a receipt that was verified", async () => {
    await go("persons?search=bob");
    await page.getByRole("link", { name: "bob@example.test" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete person and events" }).click();
    await page.getByText("Deletion accepted").waitFor();
    await page.getByRole("dialog").getByText("verified", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    const rows = await project.sqlUntil<[number]>(
      "select count() from events where distinct_id = 'bob'",
      ([row]) => row?.[0] === 0,
    );
    expect(rows).toEqual([[0]]);
    await page.getByRole("link", { name: "Deletions" }).click();
    await page.getByText("profile, events, recordings").waitFor();
  });

  it("and every page about people is readable on a small screen", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [
      "persons",
      "persons/deletions",
      "persons/ada",
      "cohorts",
      "cohorts/new",
      "data/events",
    ]) {
      await go(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const excess = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      expect([path, excess]).toEqual([path, 0]);
    }
  });
});
