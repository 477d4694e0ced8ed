import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cellsOf,
  type Lab,
  noon,
  openLab,
  type Past,
  pickEvent,
  rowsOfShownSql,
} from "./support/insights.ts";

/** Three customers order on four days; one of them is on another plan. */
const history: Past[] = [1, 2, 3, 4].flatMap((daysAgo) =>
  ["ada", "bob", "cyd"].flatMap((who, index) =>
    Array.from({ length: index + 1 }, (_, order) => ({
      who,
      event: "order",
      at: noon(daysAgo, order),
      properties: { price: 10 * (index + 1) + daysAgo, plan: who === "cyd" ? "scale" : "team" },
    })),
  ),
);
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: trends", history);
});
afterAll(() => lab?.close());

describe("a trend built by hand", () => {
  it("sums a property by plan, as SQL does", async () => {
    const { page, project } = lab;
    await lab.explore("Trends");
    await pickEvent(page, page.getByRole("button", { name: "Event of A" }), "order");
    await page.getByRole("button", { name: "Total count" }).click();
    await page.getByLabel("Search measures").fill("Sum of property");
    await page.getByRole("option", { name: "Sum of property" }).click();
    await page.getByRole("button", { name: "choose a property" }).click();
    await page.getByLabel("Search properties").fill("price");
    await page
      .getByRole("option", { name: /^price/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Break down by" }).click();
    await page.getByLabel("Search properties").fill("plan");
    await page.getByRole("option", { name: /^plan/ }).first().click();
    const expected = await project.sql<[string, number]>(
      "select properties.plan, sum(properties.price) from events where event = 'order' group by 1 order by 1",
    );
    for (const [plan, sum] of expected) {
      const [, shown] = await cellsOf(page, "Values of the chart", plan);
      expect(Number(shown?.replaceAll(",", ""))).toBe(sum);
    }
  });

  it("keeps every control in the URL, and takes steps back", async () => {
    const { page } = lab;
    await page.reload();
    await page.getByRole("button", { name: "Sum of property" }).waitFor();
    await cellsOf(page, "Values of the chart", "scale");
    await page.getByRole("button", { name: /^Remove breakdown/ }).click();
    await cellsOf(page, "Values of the chart", "order");
    await page.keyboard.press("Control+z");
    await cellsOf(page, "Values of the chart", "scale");
  });

  it("names the people behind a number", async () => {
    const { page } = lab;
    const [, , ...days] = await cellsOf(page, "Values of the chart", "team");
    const busy = days.find((value) => value !== "0") ?? "";
    const row = page
      .getByRole("table", { name: "Values of the chart" })
      .getByRole("row")
      .filter({ hasText: "team" });
    await row.getByRole("button", { name: busy, exact: true }).first().click();
    const people = page.getByRole("table", { name: "People" });
    await people.getByRole("link", { name: "ada" }).waitFor();
    const [persons] = await lab.one<[number]>(
      "select uniq(person_id) from events where properties.plan = 'team' and toDate(timestamp) = today() - 4",
    );
    expect(await people.locator("tbody tr").count()).toBe(persons);
    await page.getByRole("button", { name: "Close" }).click();
  });

  it("opens as SQL with the same numbers", async () => {
    const { page } = lab;
    const [, shown] = await cellsOf(page, "Values of the chart", "scale");
    const rows = await rowsOfShownSql(page);
    const total = rows
      .filter((row) => row.some((cell) => cell.includes("scale")))
      .reduce((sum, row) => sum + Number(row.at(-1)), 0);
    expect(total).toBe(Number(shown?.replaceAll(",", "")));
  });
});
