import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "@edgewise/scripts/stack/credentials.ts";
import { type BrowserContext, chromium } from "playwright-core";

const EXECUTABLES = [
  process.env.EDGEWISE_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A fresh headless Chromium that looks like a person's: SDKs drop everything from browsers that look like bots. */
export async function openBrowser(viewport = { width: 1440, height: 900 }): Promise<Browser> {
  const executablePath = EXECUTABLES.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("Chromium is missing: install it or set EDGEWISE_CHROMIUM.");
  const profile = mkdtempSync(join(tmpdir(), "edgewise-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    userAgent: USER_AGENT,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-blink-features=AutomationControlled",
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Logs the browser in as the instance's own user, as the log-in form does. */
export async function logIn(
  { context }: Browser,
  { web, email, password }: Pick<Credentials, "web" | "email" | "password">,
): Promise<void> {
  const answer = await context.request.post(`${web}/api/login/`, { data: { email, password } });
  if (!answer.ok()) throw new Error(`Log-in answered ${answer.status()}: ${await answer.text()}`);
}
