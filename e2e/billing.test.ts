import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callInternal } from "@edgewise/scripts/stack/internal-api.ts";
import { type Stack, startStack } from "@edgewise/scripts/stack/stack.ts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Browser, openBrowser } from "./support/browser.ts";

const dataDir = mkdtempSync(join(tmpdir(), "edgewise-billing-"));
const now = new Date();
/** Four in the morning of the first of a later month. */
const later = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1, 4);
const GOOD = "4242 4242 4242 4242";
const FAILS_LATER = "4000 0000 0000 0341";

let stack: Stack;
let browser: Browser;
let page: Page;
let project: string;
let token: string;

beforeAll(async () => {
  // An instance of its own: its jobs run as in months to come.
  stack = await startStack({ dataDir, payments: "local" });
  browser = await openBrowser();
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const open = (section: string) => page.goto(`${stack.credentials.web}${project}/billing/${section}`);
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();

async function jobs(at: number): Promise<void> {
  const answer = await callInternal(stack.apiSocket, "/api/_internal/scheduled", stack.internalKey, { at });
  expect(answer.status).toBe(200);
}

async function answers(count: number): Promise<void> {
  const batch = Array.from({ length: count }, (_, index) => ({
    event: "survey sent",
    distinct_id: `person ${index}`,
    properties: { $lib: "posthog-node" },
  }));
  const body = JSON.stringify({ api_key: token, batch });
  const response = await fetch(`${stack.credentials.edge}/batch/`, { method: "POST", body });
  expect(response.status).toBe(200);
}

/** On a page of the payment provider: puts down a card. */
async function putCard(number: string, button: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expires (MM/YY)").fill("12/40");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: button }).click();
}

it("somebody signs up and sees what the free units hold", async () => {
  const { web } = stack.credentials;
  await page.goto(`${web}/signup`);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("E-mail").fill("ada@example.test");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByLabel("Organisation").fill("Analytical Engines");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/project\/\d+\/start/);
  project = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  await seen("Waiting for your first event");
  token = await page.locator("dd code").first().innerText();
  // The meter learns its limits with the first look at the organisation.
  await answers(1);
  await jobs(Date.now());
  for (const count of [900, 900]) await answers(count);
  await open("month");
  await seen("over the limit: counting only");
  await seen(/expected [\d,]+ \(/);
});

it("begins a plan with a card, after one that is declined; a limit is set by itself", async () => {
  await open("plan");
  await page.getByRole("button", { name: "Begin Pay by use" }).click();
  await putCard("4000 0000 0000 0002", "Subscribe");
  await seen("Your card was declined.");
  await putCard(GOOD, "Subscribe");
  await page.waitForURL(/\/billing\/plan/);
  await seen(/visa/i);
  await seen("$100.00 a month");
  await expect
    .poll(
      async () => {
        await answers(50);
        await open("invoices");
        await seen(/responses? free/);
        return await page.getByText(/responses? at \$0\.08/).count();
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBeGreaterThan(0);
});

it("a month becomes an invoice that is paid, each line of which opens its meter", async () => {
  await jobs(later(1));
  await jobs(later(1));
  await open("invoices");
  await page.getByText("paid", { exact: true }).waitFor();
  await page
    .getByRole("link", { name: /responses? at \$0\.08/ })
    .last()
    .click();
  await page.waitForURL(/product=surveys/);
});

it("a card that fails later is said, and mended by another", { timeout: 120_000 }, async () => {
  await open("plan");
  await page.getByRole("button", { name: "Change to Scale" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Change to Scale" }).click();
  await seen("The organisation is on Scale now.");
  await page.getByRole("button", { name: "Card, address, receipts" }).click();
  await putCard(FAILS_LATER, "Use this card");
  await page.getByRole("link", { name: "Back" }).click();
  await seen(/ending in 0341/);

  await jobs(later(2));
  await jobs(later(2));
  await open("invoices");
  await seen("$200.00 could not be collected.");
  await seen(/Your card was declined\. Tried once/);
  await page.getByRole("button", { name: "Try the card again" }).click();
  await seen("The card was declined again: try another one.");
  await jobs(later(2) + 15 * 86_400_000);

  await page.getByRole("button", { name: "Change card" }).click();
  await putCard(GOOD, "Use this card");
  await page.getByRole("link", { name: "Back" }).click();
  await expect
    .poll(
      async () => {
        await open("plan");
        await seen(/ending in 4242/);
        return await page.getByText("could not be collected").count();
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(0);
  await seen("active");
});

it("leaves in two clicks, by keyboard too, and may come back with one", async () => {
  await open("plan");
  await page.getByRole("button", { name: "Cancel plan" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel plan" }).focus();
  await page.keyboard.press("Enter");
  await seen(/^The plan ends on/);
  await page.getByRole("button", { name: "Keep the plan after all" }).click();
  await page.getByRole("button", { name: "Cancel plan" }).waitFor();
});
