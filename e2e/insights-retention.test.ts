import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { choose, type Lab, noon, openLab, type Past, pickEvent, settled } from "./support/insights.ts";

/** Eight come five days ago; half of them a day later, a quarter two days later. */
const history: Past[] = Array.from({ length: 8 }, (_, index) =>
  [5, ...(index % 2 === 0 ? [4] : []), ...(index % 4 === 0 ? [3] : [])].map((daysAgo) => ({
    who: `user-${index}`,
    event: "opened",
    at: noon(daysAgo, index),
  })),
).flat();
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: retention", history);
});
afterAll(() => lab?.close());

describe("retention built by hand", () => {
  it("shows who came back on which day, as SQL does", async () => {
    const { page, project } = lab;
    await lab.explore("Retention");
    await pickEvent(page, page.getByRole("button", { name: "They start with" }), "opened");
    await pickEvent(page, page.getByRole("button", { name: "and come back with" }), "opened");
    await choose(page, "Interval", "day");
    await settled(page);
    const [counts] = await project.sql<number[]>(
      `select ${[0, 1, 2].map((day) => `countIf(has(days, today() - 5 + ${day}))`).join(", ")}
       from (select person_id, groupUniqArray(toDate(timestamp)) as days from events group by person_id)
       where has(days, today() - 5)`,
    );
    const [size = 0, ...back] = counts ?? [];
    const row = page
      .getByRole("table", { name: "Retention" })
      .getByRole("row")
      .filter({ hasText: "50.0 %" })
      .filter({ hasText: "25.0 %" })
      .first();
    const cells = (await row.getByRole("cell").allInnerTexts()).map((text) => text.trim());
    const shown = (count: number) => `${((count / size) * 100).toFixed(1)} %`;
    expect(cells.slice(0, 4)).toEqual([String(size), "100.0 %", ...back.map(shown)]);
    await row.getByRole("button", { name: shown(back[1] ?? 0) }).click();
    const people = page.getByRole("table", { name: "People" });
    await people.getByRole("link", { name: "user-4" }).waitFor();
    expect(await people.locator("tbody tr").count()).toBe(back[1]);
  });
});
