import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellsOf, type Lab, noon, openLab, type Past, pickEvent } from "./support/insights.ts";

/** Days before now on which each of them came. */
const visits: Readonly<Record<string, readonly number[]>> = {
  ada: [4, 3, 2],
  bob: [4, 2],
  cyd: [3],
  dan: [2],
  eve: [2],
};
const history: Past[] = Object.entries(visits).flatMap(([who, days]) =>
  days.map((daysAgo) => ({ who, event: "opened", at: noon(daysAgo) })),
);
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: lifecycle", history);
});
afterAll(() => lab?.close());

/** Persons by status two days ago. */
const EXPECTED = `select
  countIf(first = today() - 2),
  countIf(has(days, today() - 2) and has(days, today() - 3)),
  countIf(has(days, today() - 2) and not has(days, today() - 3) and first < today() - 2),
  countIf(has(days, today() - 3) and not has(days, today() - 2))
from (select person_id, groupUniqArray(toDate(timestamp)) as days, min(toDate(timestamp)) as first from events group by person_id)`;

describe("a lifecycle built by hand", () => {
  it("tells new, returning, resurrecting and dormant people apart, as SQL does", async () => {
    const { page } = lab;
    await lab.explore("Lifecycle");
    await pickEvent(page, page.getByRole("button", { name: "Event of A" }), "opened");
    const [fresh, returning, resurrecting, dormant] =
      await lab.one<[number, number, number, number]>(EXPECTED);
    const day = async (status: string) => Number((await cellsOf(page, "Values of the chart", status)).at(-3));
    expect(await day("New")).toBe(fresh);
    expect(await day("Returning")).toBe(returning);
    expect(await day("Resurrecting")).toBe(resurrecting);
    expect(await day("Dormant")).toBe(-dormant);
  });

  it("names those who went quiet", async () => {
    const { page } = lab;
    const row = page
      .getByRole("table", { name: "Values of the chart" })
      .getByRole("row")
      .filter({ hasText: "Dormant" });
    await row.getByRole("button").nth(-3).click();
    const people = page.getByRole("table", { name: "People" });
    await people.getByRole("link", { name: "cyd" }).waitFor();
    expect(await people.locator("tbody tr").count()).toBe(1);
  });
});
