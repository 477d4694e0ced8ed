import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, noon, openLab, type Past } from "./support/insights.ts";
import { running } from "./support/running.ts";

const history: Past[] = ["team", "team", "scale"].map((plan, index) => ({
  who: `user-${index}`,
  event: "order",
  at: noon(1, index),
  properties: { plan },
}));
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: SQL", history);
});
afterAll(() => lab?.close());

const SQL =
  "select properties.plan as plan, count() as orders from events where event = {name} group by plan order by plan";

describe("a question in SQL", () => {
  it("asks for its parameters and runs from the keyboard", async () => {
    const { page, project } = lab;
    await page.goto(`${project.credentials.web}/project/${project.id}/sql?q=${encodeURIComponent(SQL)}`);
    await page.getByLabel("Value of name").fill("order");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    const table = page.getByRole("table", { name: "Result" });
    await table.getByText("scale").waitFor();
    expect(await table.locator("tbody tr").allInnerTexts()).toEqual(["scale\t1", "team\t2"]);
  });

  it("marks a mistake while it is written", async () => {
    const { page } = lab;
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" limmit 5");
    await page.locator(".cm-sql-error").waitFor();
    for (let i = 0; i < " limmit 5".length; i++) await page.keyboard.press("Backspace");
    await page.locator(".cm-sql-error").waitFor({ state: "detached" });
  });

  it("completes properties, functions and tables of the project", async () => {
    const { page } = lab;
    const before = await page.locator(".cm-content").innerText();
    const offered = page.locator(".cm-tooltip-autocomplete");
    for (const [typed, name] of [
      [" properties.pla", "plan"],
      [" uniqEx", "uniqExact"],
      [" from perso", "persons"],
    ] as const) {
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(typed);
      await offered.getByText(name, { exact: true }).waitFor();
      await page.keyboard.press("Escape");
      for (let i = 0; i < typed.length; i++) await page.keyboard.press("Backspace");
    }
    expect(await page.locator(".cm-content").innerText()).toBe(before);
  });

  it("draws its rows and is saved as an insight", async () => {
    const { page, project } = lab;
    await page.getByRole("combobox", { name: "Display" }).click();
    await page.getByRole("option", { name: "Bars side by side" }).click();
    await page.locator(".recharts-bar-rectangle").first().waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByLabel("Name", { exact: true }).fill("Orders by plan");
    await page.getByRole("button", { name: "Save insight" }).click();
    await page.waitForURL(/insight=/);
    await page.goto(`${project.credentials.web}/project/${project.id}/insights`);
    await page.getByRole("link", { name: "Orders by plan" }).click();
    await page.locator(".recharts-bar-rectangle").first().waitFor();
    await page.getByRole("link", { name: "Edit SQL" }).click();
    await page.getByLabel("Value of name").waitFor();
    expect(await page.getByLabel("Value of name").inputValue()).toBe("order");
  });

  it("stops at the engine when the page is left", async () => {
    const { page, project } = lab;
    const slow = "select sum(a.number * b.number + 20220723) from numbers(10000000) a, numbers(10000000) b";
    await page.goto(`${project.credentials.web}/project/${project.id}/sql?q=${encodeURIComponent(slow)}`);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect.poll(() => running("20220723"), { timeout: 20_000 }).toBe(1);
    await page.goto("about:blank");
    await expect.poll(() => running("20220723"), { timeout: 20_000 }).toBe(0);
  });
});
