import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellsOf, type Lab, noon, openLab, type Past, pickEvent } from "./support/insights.ts";

/** Four come on one day, two on two days, one on four. */
const days = [1, 1, 1, 1, 2, 2, 4];
const history: Past[] = days.flatMap((count, index) =>
  Array.from({ length: count }, (_, day) => ({
    who: `user-${index}`,
    event: "opened",
    at: noon(day + 1, index),
  })),
);
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: stickiness", history);
});
afterAll(() => lab?.close());

const EXPECTED =
  "select days, count() from (select person_id, uniq(toDate(timestamp)) as days from events group by person_id) group by days";

describe("stickiness built by hand", () => {
  it("counts people by their number of days, as SQL does", async () => {
    const { page, project } = lab;
    await lab.explore("Stickiness");
    await pickEvent(page, page.getByRole("button", { name: "Event of A" }), "opened");
    const expected = new Map(await project.sql<[number, number]>(EXPECTED));
    const [, , ...shown] = await cellsOf(page, "Values of the chart", "opened");
    expect(shown.slice(0, 5).map(Number)).toEqual([1, 2, 3, 4, 5].map((count) => expected.get(count) ?? 0));
  });

  it("counts at least so many when asked to", async () => {
    const { page } = lab;
    await page.getByRole("switch", { name: /cumulative/ }).click();
    const [, , ...shown] = await cellsOf(page, "Values of the chart", "opened");
    expect(shown.slice(0, 5).map(Number)).toEqual([7, 3, 1, 1, 0]);
  });
});
