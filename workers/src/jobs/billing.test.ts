import { expect, test } from "vitest";
import { turnsAt } from "./billing.ts";

/** How often a page of environments has a turn in a day, when there are so many pages. */
function turns(pages: number, page: number) {
  const count = { tenth: 0, hourly: 0, settles: 0 };
  for (let minute = 0; minute < 1440; minute++) {
    if (minute % pages !== page) continue;
    const turn = turnsAt(minute, pages);
    for (const key of ["tenth", "hourly", "settles"] as const) if (turn[key]) count[key]++;
  }
  return count;
}

test.each([1, 2, 5, 10])("with %d pages each has every turn as often", (pages) => {
  for (let page = 0; page < pages; page++)
    expect(turns(pages, page)).toEqual({ tenth: 144, hourly: 24, settles: 138 });
});

test.each([3, 7, 20, 50])(
  "with %d pages each has its hourly turn, and the others as often as it is there",
  (pages) => {
    for (let page = 0; page < pages; page++) {
      const count = turns(pages, page);
      // Pages that do not divide the hour are seen a little earlier or later, never left out for long.
      expect(count.hourly).toBeGreaterThanOrEqual(23);
      expect(count.tenth).toBeGreaterThanOrEqual(Math.min(120, Math.floor(1440 / pages)));
      expect(count.settles).toBeGreaterThan(20);
    }
  },
);
