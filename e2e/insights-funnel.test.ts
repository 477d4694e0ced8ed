import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellsOf, type Lab, noon, openLab, type Past, pickEvent } from "./support/insights.ts";

/** Ten sign up, six create a board, three pay; two of those who paid looked at the help in between. */
const history: Past[] = Array.from({ length: 10 }, (_, index) => {
  const who = `user-${index}`;
  const step = (event: string, minutes: number): Past => ({ who, event, at: noon(2, index + minutes) });
  return [
    step("signed_up", 0),
    ...(index < 6 ? [step("board_created", 30)] : []),
    ...(index < 2 ? [step("help_opened", 45)] : []),
    ...(index < 3 ? [step("paid", 90)] : []),
  ];
}).flat();
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: funnel", history);
});
afterAll(() => lab?.close());

const reached = async (step: string) => Number((await cellsOf(lab.page, "Values of the funnel", step))[1]);
const times =
  "min(if(event = 'signed_up', timestamp, null)) as a, min(if(event = 'board_created', timestamp, null)) as b, min(if(event = 'paid', timestamp, null)) as c";

describe("a funnel built by hand", () => {
  it("asks for a second step before it counts", async () => {
    const { page } = lab;
    await lab.explore("Funnel");
    await pickEvent(page, page.getByRole("button", { name: "Event of 1" }), "signed_up");
    await page.getByText("Add a second step").waitFor();
  });

  it("counts who gets how far, as SQL does", async () => {
    const { page } = lab;
    await pickEvent(page, page.getByRole("button", { name: "Add step" }), "board_created");
    await pickEvent(page, page.getByRole("button", { name: "Add step" }), "paid");
    const [first, second, third] = await lab.one<[number, number, number]>(
      `select count(a), countIf(b >= a), countIf(b >= a and c >= b) from (select person_id, ${times} from events group by person_id)`,
    );
    expect([
      await reached("1. signed_up"),
      await reached("2. board_created"),
      await reached("3. paid"),
    ]).toEqual([first, second, third]);
    const cells = await cellsOf(page, "Values of the funnel", "3. paid");
    expect([cells[2], cells[5]]).toEqual([String(second - third), "1 h"]);
  });

  it("leaves out who did an excluded event between", async () => {
    const { page } = lab;
    await pickEvent(
      page,
      page.getByRole("button", { name: "Exclude an event between steps" }),
      "help_opened",
    );
    const [left] = await lab.one<[number]>(
      "select count() from (select person_id from events group by person_id having countIf(event = 'help_opened') = 0 and countIf(event = 'paid') > 0)",
    );
    await expect.poll(() => reached("3. paid"), { timeout: 20_000 }).toBe(left);
    await page.getByRole("button", { name: "Remove exclusion 1" }).click();
    await expect.poll(() => reached("3. paid"), { timeout: 20_000 }).toBe(3);
  });

  it("names who dropped off", async () => {
    const { page } = lab;
    const row = page
      .getByRole("table", { name: "Values of the funnel" })
      .getByRole("row")
      .filter({ hasText: "3. paid" });
    await row.getByRole("button").nth(1).click();
    const people = page.getByRole("table", { name: "People" });
    await people.getByRole("link", { name: "user-3" }).waitFor();
    const [persons] = await lab.one<[number]>(
      `select countIf(b >= a and c is null) from (select person_id, ${times} from events group by person_id)`,
    );
    expect(await people.locator("tbody tr").count()).toBe(persons);
  });
});
