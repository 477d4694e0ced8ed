import { totpOf } from "@edgewise/workers/test/totp.ts";
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { type Browser, openBrowser } from "./support/browser.ts";

// Passkeys belong to a name, never to an address.
const web = inject("credentials").web.replace("127.0.0.1", "localhost");
const run = crypto.randomUUID().slice(0, 8);
const EMAIL = `owner-${run}@example.test`;
const PASSWORD = "a long password";
const ORGANIZATION = `Acme ${run}`;
let browser: Browser;
let page: Page;
let cdp: CDPSession;
let uri = "";
let recovery: string[] = [];
const violations: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.context.newPage();
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  cdp = await browser.context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});
afterAll(() => browser?.close());

async function linkIn(subject: RegExp, label: RegExp): Promise<string> {
  const mail = await browser.context.newPage();
  await mail.goto(`${web}/mailbox`);
  await mail.getByRole("button", { name: subject }).first().click();
  const link = mail.getByRole("article").frameLocator("iframe").getByRole("link", { name: label });
  const href = (await link.getAttribute("href")) ?? "";
  await mail.close();
  return href.replace("127.0.0.1", "localhost");
}

const settings = async (section: string) => {
  await page.waitForURL(/\/project\/\d+/);
  const project = /\/project\/(\d+)/.exec(page.url())![1];
  await page.goto(`${web}/project/${project}/settings/${section}`);
};

async function logOut(): Promise<void> {
  await browser.context.clearCookies();
  await page.goto(`${web}/login`);
}

async function typePassword(): Promise<void> {
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

it("somebody signs up and confirms the address", async () => {
  await page.goto(`${web}/signup`);
  await page.getByLabel("First name").fill("Olga");
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByLabel("Organisation").fill(ORGANIZATION);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/project\/\d+/);
  const verify = await browser.context.newPage();
  await verify.goto(await linkIn(/Confirm your e-mail/, /Confirm address/));
  await verify.getByText("Your address is confirmed").waitFor();
  await verify.close();
});

it("the second factor is switched on with an app's code", async () => {
  await settings("security");
  await page.getByRole("button", { name: "Switch on" }).click();
  const answer = page.waitForResponse(/two-factor\/enable/);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Continue" }).click();
  const setup = (await (await answer).json()) as { totpURI: string; backupCodes: string[] };
  uri = setup.totpURI;
  recovery = setup.backupCodes;
  await page.getByAltText("QR code of the secret").waitFor();
  await page.getByLabel("The code that the app shows now").fill(totpOf(uri));
  await page.getByRole("dialog").getByRole("button", { name: "Switch on" }).click();
  await page.getByText(recovery[0]!).waitFor();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("Logging in with your password asks for a code").waitFor();
});

it("a log-in asks for the code; a recovery code works when the phone is gone", async () => {
  await logOut();
  await typePassword();
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByText(/code is wrong/).waitFor();
  await page.getByLabel("Code", { exact: true }).fill(totpOf(uri));
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL(/\/project\/\d+/);

  await logOut();
  await typePassword();
  await page.getByRole("button", { name: /Use a recovery code/ }).click();
  await page.getByLabel("Recovery code").fill(recovery[0]!);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL(/\/project\/\d+/);
});

it("a passkey logs in without password and code", async () => {
  await settings("security");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("button", { name: /^Remove/ }).waitFor();
  await logOut();
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(/\/project\/\d+/);
});

it("the organisation is deleted and restored", async () => {
  await settings("organization");
  await page.getByRole("button", { name: `Delete ${ORGANIZATION}` }).click();
  await page.getByLabel(/to go on/).fill(ORGANIZATION);
  await page.getByRole("button", { name: "Delete the organisation" }).click();
  await page.waitForURL(/\/organizations/);
  await page.getByText("You are in no organisation").waitFor();
  await page.getByRole("button", { name: "Restore" }).click();
  await page.waitForURL(/\/project\/\d+/);
});

it("no page broke its content security policy", async () => {
  const answer = await page.goto(`${web}/login`);
  expect(violations).toEqual([]);
  expect(answer?.headers()["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}'/);
  const inline = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.broken = true";
    document.body.append(script);
    return "broken" in window;
  });
  expect(inline).toBe(false);
  expect(violations).toHaveLength(1);
});
