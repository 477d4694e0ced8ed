import { expect, test } from "vitest";
import { slugOf } from "./create.ts";

const ID = "01900000-0000-7000-8000-0000deadbeef";

test.each([
  ["Acme", "acme-deadbeef"],
  ["Café & Söhne GmbH", "cafe-sohne-gmbh-deadbeef"],
  ["  --  ", "org-deadbeef"],
  ["日本", "org-deadbeef"],
  ["x".repeat(100), `${"x".repeat(40)}-deadbeef`],
])("%s", (name, slug) => {
  expect(slugOf(name, ID)).toBe(slug);
});
