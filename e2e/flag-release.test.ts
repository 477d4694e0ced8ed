import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, logIn, openBrowser } from "./support/browser.ts";
import { createProject, type Project } from "./support/project.ts";

let project: Project;
let browser: Browser;
let page: Page;
let flagId: number;

const where = (key: string, value: string, rollout_percentage: number) => ({
  properties: [{ key, type: "person", operator: "exact", value: [value] }],
  rollout_percentage,
});

beforeAll(async () => {
  project = await createProject("flag-release");
  const flag = await project.api<{ id: number }>("POST", `/api/projects/${project.id}/feature_flags/`, {
    key: "checkout",
    filters: { groups: [where("plan", "pro", 50), where("country", "FR", 10), where("country", "DE", 100)] },
  });
  flagId = flag.id;
  browser = await openBrowser();
  await logIn(browser, project.credentials);
  page = await browser.context.newPage();
  await page.goto(`${project.credentials.web}/project/${project.id}/flags`);
});
afterAll(() => browser?.close());

const stored = async () =>
  (
    await project.api<{ active: boolean; filters: { groups: { rollout_percentage: number }[] } }>(
      "GET",
      `/api/projects/${project.id}/feature_flags/${flagId}/`,
    )
  ).filters.groups.map((group) => group.rollout_percentage);

/** What the edge answers somebody from Germany. */
async function answer(): Promise<boolean> {
  const response = await fetch(`${project.credentials.edge}/flags/?v=2`, {
    method: "POST",
    body: JSON.stringify({
      token: project.token,
      distinct_id: "u",
      person_properties: { country: "DE", plan: "free" },
    }),
  });
  const { flags } = (await response.json()) as { flags: Record<string, { enabled: boolean }> };
  return flags.checkout?.enabled ?? false;
}

/** Flows of a release, each from where the one before left the page. */
describe("a flag, by hand", () => {
  it("conditions are dragged to another order, with the mouse and with the keyboard", async () => {
    await page.getByRole("link", { name: "checkout" }).click();
    const handle = (at: number) => page.getByRole("button", { name: `Move condition ${at} of 3` });
    await handle(3).scrollIntoViewIfNeeded();
    const from = await handle(3).boundingBox();
    await page.mouse.move(from!.x + 5, from!.y + 5);
    await page.mouse.down();
    await page.mouse.move(from!.x + 5, from!.y - 60, { steps: 5 });
    const to = await handle(1).boundingBox();
    await page.mouse.move(from!.x + 5, to!.y - 20, { steps: 10 });
    await page.mouse.up();
    await handle(2).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("checkout is saved").waitFor();
    expect(await stored()).toEqual([100, 10, 50]);
    await expect.poll(answer).toBe(true);
  });

  it("a change is planned", async () => {
    await page.getByRole("tab", { name: "Schedule" }).click();
    await page.getByRole("button", { name: "Plan a change" }).click();
    await page.getByRole("combobox", { name: "What happens" }).click();
    await page.getByRole("option", { name: /^Switch off/ }).click();
    await page.getByRole("button", { name: "Plan it" }).click();
    await page.getByText("The change is planned.").waitFor();
    const { results } = await project.api<{ results: { payload: object }[] }>(
      "GET",
      `/api/projects/${project.id}/scheduled_changes/?model_name=FeatureFlag&record_id=${flagId}`,
    );
    expect(results).toMatchObject([{ payload: { operation: "update_status", value: false } }]);
  });

  it("two key strokes switch it off", async () => {
    await page.keyboard.press("k");
    await page.keyboard.press("k");
    await page.getByText("Switched off: nobody gets it.").waitFor();
    await expect.poll(answer).toBe(false);
  });

  it("its first version is restored", async () => {
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByRole("button", { name: "Restore version 1" }).click();
    await page.getByRole("button", { name: "Restore it" }).click();
    await page.getByText("checkout is as it was at version 1.").waitFor();
    expect(await stored()).toEqual([50, 10, 100]);
    await expect.poll(answer).toBe(true);
  });

  it("people let themselves in on the public page, and out again", async () => {
    await project.api("POST", `/api/projects/${project.id}/early_access_feature/`, {
      name: "Dark mode",
      stage: "beta",
    });
    // The page asks once: the edge must know of the feature by then.
    const known = async () => {
      const { edge } = project.credentials;
      const query = `token=${project.token}&stage=beta`;
      return await (await fetch(`${edge}/api/early_access_features/?${query}`)).text();
    };
    await expect.poll(known, { timeout: 10_000 }).toContain("Dark mode");
    const visitor = await browser.context.newPage();
    await visitor.goto(`${project.credentials.web}/early-access/${project.token}?distinct_id=visitor`);
    const choice = visitor.getByRole("switch", { name: "Dark mode" });
    await choice.click();
    await expect.poll(() => choice.getAttribute("data-state")).toBe("checked");
    const isIn = async () => {
      const response = await fetch(`${project.credentials.edge}/flags/?v=2`, {
        method: "POST",
        body: JSON.stringify({ token: project.token, distinct_id: "visitor" }),
      });
      const { flags } = (await response.json()) as { flags: Record<string, { enabled: boolean }> };
      return flags["dark-mode"]?.enabled;
    };
    await expect.poll(isIn).toBe(true);
    await choice.click();
    await expect.poll(isIn).toBe(false);
    await visitor.close();
  });
});
