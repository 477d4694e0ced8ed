import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";
import { snippetsOf } from "./support/snippets.ts";

const SNIPPETS = ["guides/getting-started.md", "guides/sdks.md"].flatMap(snippetsOf);
const run = promisify(execFile);
let project: Project;
let browser: Browser;

beforeAll(async () => {
  [project, browser] = await Promise.all([createProject("Copied from the docs"), openBrowser()]);
});
afterAll(() => browser?.close());

/** The code as a reader would paste it: with their token, host, key and project. */
const filled = (code: string): string =>
  code
    .replaceAll("phc_…", project.token)
    .replaceAll("phx_…", project.credentials.personalApiKey)
    .replaceAll("/projects/1/", `/projects/${project.id}/`)
    .replaceAll("https://edge.example.com", project.credentials.edge);

/** What a program said; rejects when it fails. A page stays open and sends in its own time. */
const RUNNERS: Readonly<Record<string, (code: string) => Promise<string>>> = {
  js: async (code) =>
    (await run(process.execPath, ["--input-type=module", "-e", code], { cwd: import.meta.dirname })).stdout,
  sh: async (code) =>
    (await run("sh", ["-ec", code.replaceAll("curl ", "curl -sS --fail-with-body ")])).stdout,
  html: async (code) => {
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><html><head>${code}</head><body>Shop</body></html>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    // The stub has no such property: the SDK itself is there.
    await page.waitForFunction("window.posthog.__loaded === true");
    server.closeAllConnections();
    server.close();
    return "";
  },
};

test.each(SNIPPETS)("$language of $page, line $line, runs as it stands", async ({ language, code }) => {
  const said = await RUNNERS[language]?.(filled(code));
  expect(said).toMatch(/^\{|^$/);
});

test("what the snippets sent has arrived", async () => {
  const wanted = ["$identify", "$pageview", "hello", "order_placed", "signed_up"];
  const rows = await project.sqlUntil<[string]>("select distinct event from events order by event", (found) =>
    wanted.every((event) => found.some(([one]) => one === event)),
  );
  expect(rows.flat()).toEqual(expect.arrayContaining(wanted));
});
