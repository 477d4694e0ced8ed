import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";

const KEY = "needs-two";

const { web } = inject("credentials");
let project: Project;
let flagId: number;
let author: Browser;
let second: Browser;

/** Somebody else of the organisation, in a browser of their own. */
async function colleague(): Promise<Browser> {
  const browser = await openBrowser();
  const email = `second-${project.id}@example.test`;
  const signup = await browser.context.request.post(`${web}/api/signup/`, {
    data: { email, password: "long enough for all", first_name: "Second" },
    headers: { origin: web },
  });
  expect(signup.status()).toBe(201);
  await project.api("POST", "/api/organizations/@current/members/", { email, role: "member" });
  return browser;
}

const flag = () =>
  project.api<{ filters: { groups: { rollout_percentage: number }[] } }>(
    "GET",
    `/api/projects/${project.id}/feature_flags/${flagId}/`,
  );

beforeAll(async () => {
  project = await createProject("Two people");
  const made = await project.api<{ id: number }>("POST", `/api/projects/${project.id}/feature_flags/`, {
    key: KEY,
    filters: { groups: [{ properties: [], rollout_percentage: 0 }] },
  });
  flagId = made.id;
  author = await openBrowser();
  await logIn(author, project.credentials);
  second = await colleague();
});
afterAll(() => Promise.all([author?.close(), second?.close()]));

/** A change that waits; each step starts where the last one ended. */
describe("a flag where two people have to agree", () => {
  let page: Page;

  it("is guarded by a switch in the settings", async () => {
    page = await author.context.newPage();
    await page.goto(`${web}/project/${project.id}/settings/environments`);
    await page.getByRole("switch", { name: "Flag changes in Production need a second person" }).click();
    await page.getByText("Changes of flags wait for a second person now.").waitFor();
  });

  it("keeps the first one's change, who can't approve it alone", async () => {
    await page.goto(`${web}/project/${project.id}/flags/${flagId}`);
    await page.getByLabel("Rollout of condition 1 in percent").fill("40");
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.getByText(/need a second person: this one waits for approval/).waitFor();
    expect((await flag()).filters.groups[0]?.rollout_percentage).toBe(0);
    await page.goto(`${web}/project/${project.id}/flags/${flagId}?tab=environments`);
    await page.getByText("Someone else has to approve it.").waitFor();
    expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
  });

  it("is changed when the second one approves", async () => {
    const other = await second.context.newPage();
    await other.goto(`${web}/project/${project.id}/flags/${flagId}?tab=environments`);
    await other.getByRole("button", { name: "Approve" }).click();
    await other.getByText("Approved and applied.").waitFor();
    expect((await flag()).filters.groups[0]?.rollout_percentage).toBe(40);
    await page.reload();
    await page.getByText("Goes to 40 %", { exact: false }).first().waitFor();
    expect(await page.getByText("Waiting for approval").count()).toBe(0);
  });

  it("is switched off by one alone, at once", async () => {
    await page.keyboard.press("k");
    await page.getByText(`Press k again to switch ${KEY} off`).waitFor();
    await page.keyboard.press("k");
    await page.getByText("Switched off: nobody gets it.").waitFor();
  });
});
