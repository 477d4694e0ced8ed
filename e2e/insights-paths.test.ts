import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, noon, openLab, type Past, settled } from "./support/insights.ts";

/** Which pages each of them saw, one a minute. */
const walks: Readonly<Record<string, readonly string[]>> = {
  ada: ["home", "pricing", "signup"],
  bob: ["home", "pricing"],
  cyd: ["home", "docs"],
  dan: ["home", "pricing", "docs"],
};
const history: Past[] = Object.entries(walks).flatMap(([who, pages]) =>
  pages.map((page, minute) => ({
    who,
    event: "$pageview",
    at: noon(1, minute),
    properties: { $current_url: `https://shop.test/${page}` },
  })),
);
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("insights: paths", history);
});
afterAll(() => lab?.close());

const links = (from: string, to: string) =>
  lab.page
    .getByRole("table", { name: "Links of the paths" })
    .getByRole("row")
    .filter({ has: lab.page.getByRole("cell", { name: `/${from}`, exact: true }) })
    .filter({ has: lab.page.getByRole("cell", { name: `/${to}`, exact: true }) });
const shown = async (from: string, to: string) =>
  Number(await links(from, to).first().getByRole("button").innerText());

describe("paths built by hand", () => {
  it("counts who goes from where to where, as SQL does", async () => {
    const { page } = lab;
    await lab.explore("Paths");
    await settled(page);
    const count = async (first: string, then: string) => {
      const [paths] = await lab.one<[number]>(
        `select countIf(arrayExists((a, b) -> a = 'https://shop.test/${first}' and b = 'https://shop.test/${then}', arrayPopBack(pages), arrayPopFront(pages)))
         from (select person_id, arrayMap(x -> x.2, arraySort(groupArray((timestamp, properties.$current_url)))) as pages from events group by person_id)`,
      );
      return paths;
    };
    for (const [from, to] of [
      ["home", "pricing"],
      ["home", "docs"],
      ["pricing", "signup"],
    ] as const) {
      expect(await shown(from, to), `${from} → ${to}`).toBe(await count(from, to));
    }
  });

  it("names the people of a link", async () => {
    const { page } = lab;
    await links("home", "pricing").first().getByRole("button").click();
    const people = page.getByRole("table", { name: "People" });
    await people.getByRole("link", { name: "ada" }).waitFor();
    expect(await people.locator("tbody tr").count()).toBe(3);
    await page.getByRole("button", { name: "Close" }).click();
  });

  it("begins where it is told to", async () => {
    const { page } = lab;
    await page.getByRole("button", { name: "Starts at" }).click();
    await page.getByLabel("Search pages and events").fill("https://shop.test/pricing");
    await page
      .getByRole("option", { name: /^https:\/\/shop.test\/pricing/ })
      .first()
      .click();
    await settled(page);
    expect(await links("home", "pricing").count()).toBe(0);
    expect(await shown("pricing", "signup")).toBe(1);
  });
});
