import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";

const { web } = inject("credentials");
const EMAIL = `colleague-${crypto.randomUUID()}@example.test`;
let own: Browser;
let other: Browser;
let page: Page;
let guest: Page;
let project: Project;

/** The link of the newest mail with a subject, read in the local mailbox. */
async function linkIn(subject: RegExp, label: RegExp): Promise<string> {
  await guest.goto(`${web}/mailbox`);
  await guest.getByRole("button", { name: subject }).first().click();
  const link = guest.getByRole("article").frameLocator("iframe").getByRole("link", { name: label });
  return (await link.getAttribute("href")) ?? "";
}

beforeAll(async () => {
  project = await createProject("Asked in");
  [own, other] = await Promise.all([openBrowser(), openBrowser({ width: 390, height: 844 })]);
  await logIn(own, project.credentials);
  [page, guest] = await Promise.all([own.context.newPage(), other.context.newPage()]);
});
afterAll(async () => {
  await own?.close();
  await other?.close();
});

it("a colleague is asked in by mail, joins, and gets another role", async () => {
  await page.goto(`${web}/project/${project.id}/settings/members`);
  await page.getByLabel("E-mail address").fill(EMAIL);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await page.getByText(/A mail is on its way/).waitFor();

  await guest.goto(await linkIn(/asks you into/, /^Join/));
  await guest.getByLabel("First name").fill("Cora");
  await guest.getByLabel("Password").fill("a long password");
  await guest.getByRole("button", { name: /^Join/ }).click();
  await guest.waitForURL(/\/project\/\d+/);

  await page.reload();
  await page.getByRole("combobox", { name: "Role of Cora" }).click();
  await page.getByRole("option", { name: /Viewer/ }).click();
  await expect
    .poll(() => page.getByRole("combobox", { name: "Role of Cora" }).textContent())
    .toContain("Viewer");
});

it("a forgotten password is set anew", async () => {
  await other.context.clearCookies();
  await guest.goto(`${web}/login`);
  await guest.getByRole("link", { name: "Forgotten your password?" }).click();
  await guest.getByRole("heading", { name: "Forgotten password" }).waitFor();
  await guest.getByLabel("E-mail").fill(EMAIL);
  await guest.getByRole("button", { name: "Send link" }).click();
  await guest.getByText("Look into your mail").waitFor();
  await guest.goto(await linkIn(/Set a new password/, /Set a new password/));
  await guest.getByLabel("New password").fill("quite another one");
  await guest.getByRole("button", { name: "Set password" }).click();
  await guest.getByRole("heading", { name: "Log in" }).waitFor();
  await guest.getByLabel("E-mail").fill(EMAIL);
  await guest.getByLabel("Password").fill("quite another one");
  await guest.getByRole("button", { name: "Log in" }).click();
  await guest.waitForURL(/\/project\/\d+/);
});
