import type { Locator, Page } from "playwright-core";
import { PostHog } from "posthog-node";
import { expect } from "vitest";
import { openBrowser } from "./browser.ts";
import { createProject, type Project } from "./project.ts";

/** An event of the past: `at` in hours before now, or a Date. */
export interface Past {
  readonly who: string;
  readonly event: string;
  readonly at: Date;
  readonly properties?: Readonly<Record<string, string | number>>;
}

/** A project with a history from a real SDK, and a browser that is logged in to it. */
export interface Lab {
  readonly project: Project;
  readonly page: Page;
  /** The first row of an answer in SQL. */
  one<T extends unknown[]>(query: string): Promise<T>;
  /** Opens the explorer with the tab of a kind. */
  explore(tab: string): Promise<void>;
  close(): Promise<void>;
}

export const DAY = 86_400_000;

/** Noon (UTC) of a day in the past. */
export function noon(daysAgo: number, minutes = 0): Date {
  return new Date(Math.floor(Date.now() / DAY) * DAY - daysAgo * DAY + 12 * 3_600_000 + minutes * 60_000);
}

/** Sends a history with posthog-node into an empty project, and logs a browser in. */
export async function openLab(name: string, history: readonly Past[]): Promise<Lab> {
  const project = await createProject(name);
  const client = new PostHog(project.token, {
    host: project.credentials.edge,
    flushAt: 50,
    flushInterval: 200,
  });
  for (const { who, event, at, properties = {} } of history) {
    client.capture({ distinctId: who, event, timestamp: at, properties });
  }
  await client.shutdown();
  const [[stored]] = (await project.sqlUntil<[number]>(
    "select count() from events",
    ([row]) => row?.[0] === history.length,
  )) as [[number]];
  expect(stored).toBe(history.length);

  const browser = await openBrowser();
  const page = await browser.context.newPage();
  page.setDefaultTimeout(40_000);
  const { web, email, password } = project.credentials;
  await page.goto(`${web}/login`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL(/\/project\/\d+/);
  return {
    project,
    page,
    async one<T extends unknown[]>(query: string) {
      const [row] = await project.sql<T>(query);
      if (!row) throw new Error(`No row: ${query}`);
      return row;
    },
    async explore(tab) {
      await page.goto(`${web}/project/${project.id}/insights/new`);
      await page
        .getByRole("navigation", { name: "Kind of insight" })
        .getByRole("button", { name: tab })
        .click();
    },
    close: () => browser.close(),
  };
}

/** Chooses an event in the picker that a button opens. */
export async function pickEvent(page: Page, button: Locator, event: string): Promise<void> {
  await button.click();
  await page.getByLabel("Search events and actions").fill(event);
  await page
    .getByRole("option", { name: new RegExp(`^${event}`) })
    .first()
    .click();
}

/** Chooses an option of a select. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** Cells of a row of a table, found by the text of one of its cells, once the answer stands. */
export async function cellsOf(page: Page, table: string, row: string | RegExp): Promise<string[]> {
  await settled(page);
  const line = page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: row }).first();
  await line.waitFor();
  return (await line.getByRole("cell").allInnerTexts()).map((text) => text.trim());
}

/** Waits until no answer is on its way. */
export async function settled(page: Page): Promise<void> {
  // The explorer waits a moment after a change before it asks.
  await page.waitForTimeout(400);
  await page.waitForFunction(
    () => !document.querySelector('[aria-busy="true"]') && !document.querySelector('[aria-label="Loading"]'),
  );
}

/** Runs the shown SQL in the SQL editor and returns its rows as texts. */
export async function rowsOfShownSql(page: Page): Promise<string[][]> {
  await settled(page);
  await page.getByRole("button", { name: "View SQL" }).click();
  await page.getByRole("link", { name: "Open in SQL editor" }).click();
  await page.waitForURL(/\/sql\?q=/);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const table = page.getByRole("table", { name: "Result" });
  await table.waitFor();
  const rows = await table.locator("tbody tr").all();
  return Promise.all(
    rows.map(async (row) => (await row.getByRole("cell").allInnerTexts()).map((text) => text.trim())),
  );
}
