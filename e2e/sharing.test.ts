import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { captureAll } from "./support/capture.ts";
import { createProject, type Project } from "./support/project.ts";

const { web } = inject("credentials");
let own: Browser;
let other: Browser;
let page: Page;
let stranger: Page;
let project: Project;
let dashboard: number;
let shortId: string;

const dialog = () => page.getByRole("dialog");
/** Opens the mail with a subject in the local mailbox, as whoever sits at the machine. */
async function openMail(subject: string) {
  await stranger.goto(`${web}/mailbox`);
  await stranger.getByRole("button", { name: subject }).first().click();
  return stranger.getByRole("article", { name: subject });
}

beforeAll(async () => {
  project = await createProject("Shared with strangers");
  const signup = (distinct_id: string) => ({ event: "signup", distinct_id });
  await captureAll(project, [signup("ann"), signup("bob"), signup("cid")]);
  const at = `/api/projects/${project.id}`;
  const series = [{ kind: "EventsNode", event: "signup" }];
  const query = { kind: "InsightVizNode", source: { kind: "TrendsQuery", series } };
  const insight = await project.api<{ id: number; short_id: string }>("POST", `${at}/insights/`, {
    name: "Signups",
    query,
  });
  shortId = insight.short_id;
  dashboard = (await project.api<{ id: number }>("POST", `${at}/dashboards/`, { name: "Board of ours" })).id;
  await project.api("PATCH", `${at}/insights/${insight.id}/`, { dashboards: [dashboard] });
  [own, other] = await Promise.all([openBrowser(), openBrowser({ width: 390, height: 844 })]);
  await logIn(own, project.credentials);
  [page, stranger] = await Promise.all([own.context.newPage(), other.context.newPage()]);
});
afterAll(async () => {
  await own?.close();
  await other?.close();
});

/** One team's way; each step starts where the last one ended. */
describe("a dashboard that others should see", () => {
  let link: string;

  it("is shared with a password and opens for a stranger who has it", async () => {
    await page.goto(`${web}/project/${project.id}/dashboards/${dashboard}`);
    await page.getByRole("button", { name: "More about this dashboard" }).click();
    await page.getByRole("menuitem", { name: "Share" }).click();
    await dialog().getByRole("switch", { name: "Share by link" }).click();
    link =
      (await dialog()
        .getByText(/\/shared\/[\w-]{43}/)
        .first()
        .textContent()) ?? "";
    await dialog().getByLabel("New password").fill("open sesame");
    await dialog().getByRole("button", { name: "Add password" }).click();
    await dialog().getByText("Note it now").waitFor();

    await stranger.goto(new URL(link.trim()).href);
    await stranger.getByLabel("Password").fill("wrong one");
    await stranger.getByRole("button", { name: "Open" }).click();
    await stranger.getByText("This is not the password.").waitFor();
    expect(await stranger.content()).not.toContain("Board of ours");
    await stranger.getByLabel("Password").fill("open sesame");
    await stranger.getByRole("button", { name: "Open" }).click();
    await stranger.getByRole("heading", { name: "Board of ours" }).waitFor();
    await stranger.getByRole("region", { name: "Signups" }).locator("svg.recharts-surface").first().waitFor();
  });

  it("is gone for everybody when it is taken back", async () => {
    await dialog().getByRole("switch", { name: "Share by link" }).click();
    await dialog().getByText("New password").waitFor({ state: "detached" });
    await stranger.goto(new URL(link.trim()).href);
    await stranger.getByText("There is nothing at this link").waitFor();
    await page.keyboard.press("Escape");
  });

  it("comes by mail until its reader has enough", async () => {
    await page.getByRole("button", { name: "More about this dashboard" }).click();
    await page.getByRole("menuitem", { name: "Subscribe" }).click();
    await dialog().getByLabel("To").fill("reader@example.test");
    await dialog().getByRole("button", { name: "Subscribe", exact: true }).click();
    await dialog().getByText("every week on monday").waitFor();
    const mail = await openMail("Board of ours");
    const frame = mail.frameLocator("iframe");
    await frame.getByRole("heading", { name: "Signups" }).waitFor();
    expect(await frame.locator("table").first().textContent()).toContain("3");
    const stop = await frame.getByRole("link", { name: "Unsubscribe" }).getAttribute("href");
    await stranger.goto(stop ?? "");
    await stranger.getByRole("button", { name: "Unsubscribe" }).click();
    await stranger.getByText("You are unsubscribed").waitFor();
  });
});

it("an alert is set on an insight, fires, and tells", async () => {
  await page.goto(`${web}/project/${project.id}/insights/${shortId}`);
  await page.getByRole("button", { name: "More for this insight" }).click();
  await page.getByRole("menuitem", { name: "Alerts" }).click();
  await dialog().getByLabel("Name").fill("Three signups");
  await dialog().getByLabel("more than").fill("2");
  await dialog().getByLabel("look at the running day or hour too").check();
  await dialog().getByRole("button", { name: "Set alert" }).click();
  await page.goto(`${web}/project/${project.id}/alerts`);
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText("firing", { exact: true }).waitFor();
  await page.getByRole("button", { name: "History of Three signups" }).click();
  await page.getByText(/signup is 3 .*more than 2/).waitFor();
  const mail = await openMail("Alert: Three signups");
  await mail.frameLocator("iframe").locator("p", { hasText: "more than 2" }).waitFor();
});
