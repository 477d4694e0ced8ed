import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { captureAll } from "./support/capture.ts";
import { createProject, type Project } from "./support/project.ts";

interface Dashboard {
  readonly name: string;
  readonly filters: object;
  readonly tiles: readonly {
    readonly insight: { readonly name: string } | null;
    readonly text: { readonly body: string } | null;
    readonly layouts: { readonly sm?: { x: number; y: number; w: number; h: number } };
  }[];
}

const { web } = inject("credentials");
let browser: Browser;
let page: Page;
let project: Project;
let id: string;

const tile = (name: string) => page.getByRole("region", { name, exact: true });
const stored = () => project.api<Dashboard>("GET", `/api/projects/${project.id}/dashboards/${id}/`);
const boxOf = async (name: string) =>
  (await stored()).tiles.find(({ insight }) => insight?.name === name)?.layouts.sm;

beforeAll(async () => {
  project = await createProject("Dashboards in the browser");
  const view = (person: string, plan: string, path: string) => ({
    event: "$pageview",
    distinct_id: person,
    properties: { plan, $pathname: path, $session_id: `session-${person}` },
  });
  await captureAll(project, [
    view("ann", "team", "/"),
    view("ann", "team", "/pricing"),
    view("bob", "free", "/"),
    view("cid", "free", "/docs"),
    view("cid", "free", "/"),
  ]);
  browser = await openBrowser();
  await logIn(browser, project.credentials);
  page = await browser.context.newPage();
});
afterAll(() => browser?.close());

/** One reader's way; each step starts where the last one ended. */
describe("a dashboard", () => {
  it("starts from a template, and its tiles count what SQL counts", async () => {
    await page.goto(`${web}/project/${project.id}/dashboards`);
    await page.getByRole("button", { name: "Create the first one" }).click();
    await page.getByRole("button", { name: /^Web\b/ }).click();
    await page.getByLabel("Name").fill("Our site");
    await page.getByRole("button", { name: "Create dashboard" }).click();
    await page.waitForURL(/\/dashboards\/\d+$/);
    id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const [[views, visitors] = []] = await project.sql<[number, number]>(
      "select count(), count(distinct person_id) from events where event = '$pageview'",
    );
    await tile("Page views").getByText(String(views), { exact: true }).waitFor();
    await tile("Visitors").getByText(String(visitors), { exact: true }).waitFor();
    await tile("Top pages").getByText("/pricing").waitFor();
    await page.getByText(/^refreshed/).waitFor();
  });

  it("lays its filters over every tile, for the reader first and then for everyone", async () => {
    await page.getByRole("button", { name: "All events" }).click();
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByPlaceholder("Search properties").fill("plan");
    await page.getByRole("option", { name: /^plan/ }).first().click();
    await page.getByPlaceholder("Search or type a value").waitFor();
    await page.getByRole("option", { name: /team/ }).click();
    await tile("Page views").getByText("2", { exact: true }).waitFor();
    expect((await stored()).filters).not.toHaveProperty("properties");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Save for everyone" }).click();
    await page.getByRole("button", { name: "Save for everyone" }).waitFor({ state: "detached" });
    expect((await stored()).filters).toMatchObject({ properties: [{ key: "plan", value: ["team"] }] });
    await page.reload();
    await tile("Page views").getByText("2", { exact: true }).waitFor();
  });

  it("takes a text, shown as it was written and never as markup", async () => {
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("menuitem", { name: "Text" }).click();
    await page.getByRole("textbox", { name: "Text" }).fill("## How to read this\n<b>Weekends** are quiet.");
    await page.getByRole("button", { name: "Add text" }).click();
    await tile("Text").getByRole("heading", { name: "How to read this" }).waitFor();
    await tile("Text").getByText("<b>Weekends** are quiet.").waitFor();
  });

  it("is laid out with the keyboard and with the mouse", async () => {
    const before = await boxOf("Visitors");
    await page.getByRole("button", { name: "Edit layout" }).click();
    await page.getByRole("button", { name: /^Move Visitors with/ }).focus();
    await page.keyboard.press("Shift+ArrowDown");
    await vi.waitFor(async () => expect((await boxOf("Visitors"))?.h).toBe((before?.h ?? 0) + 1), {
      timeout: 10_000,
    });

    const old = await boxOf("Top pages");
    const handle = await tile("Top pages").getByText("Top pages", { exact: true }).boundingBox();
    if (!handle) throw new Error("The tile has no header.");
    const [x, y] = [handle.x + 10, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 300, y + 20, { steps: 8 });
    await page.mouse.move(x - 600, y + 20, { steps: 8 });
    await page.mouse.up();
    await vi.waitFor(async () => expect((await boxOf("Top pages"))?.x).not.toBe(old?.x), { timeout: 10_000 });
    await page.getByRole("button", { name: "Done" }).click();
  });

  it("computes anew on request", async () => {
    await captureAll(project, [{ event: "$pageview", distinct_id: "ann", properties: { plan: "team" } }]);
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
    await tile("Page views").getByText("3", { exact: true }).waitFor();
  });

  it("is copied, pinned, found again and deleted", async () => {
    await page.getByRole("button", { name: "More about this dashboard" }).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await page.getByText("Our site (copy)", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "More about this dashboard" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete dashboard" }).click();
    await page.waitForURL(/\/dashboards$/);
    await page.getByRole("button", { name: "Pin Our site for everyone" }).click();
    await page.getByRole("radio", { name: "Pinned" }).click();
    await page.getByRole("link", { name: "Our site", exact: true }).waitFor();
    expect(await page.getByRole("link", { name: "Our site (copy)" }).count()).toBe(0);
    // The list shows the pin before the API has answered.
    await vi.waitFor(async () => expect(await stored()).toMatchObject({ name: "Our site", pinned: true }), {
      timeout: 10_000,
    });
  });

  it("is readable on a small screen", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${web}/project/${project.id}/dashboards/${id}`);
    await tile("Page views").getByText("3", { exact: true }).waitFor();
    const excess = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    expect(excess).toBe(0);
  });
});
