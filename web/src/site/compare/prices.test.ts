import { expect, test } from "vitest";
import { PRICE_ROWS } from "./prices";

/** The worked examples beside the field's public list. */
test.each([
  ["10 million events, anonymous", "$324.40"],
  ["10 million events with person profiles", "$1,080.00"],
  ["20,000 recordings", "$67.50"],
  ["5 million flag requests", "$235.00"],
  ["1 million exceptions", "$177.75"],
  ["25 servers polling flag definitions", "$750.00"],
])("the field's price of %s", (what, price) => {
  expect(PRICE_ROWS.find((row) => row.what === what)?.field).toBe(price);
});

test("no row here is dearer", () => {
  const dollars = (text: string) => Number(text.replaceAll(/[$,]/g, ""));
  for (const { what, ours, field } of PRICE_ROWS) {
    expect(dollars(ours), what).toBeLessThanOrEqual(dollars(field));
  }
});
