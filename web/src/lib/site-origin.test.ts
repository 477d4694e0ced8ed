import { expect, it } from "vitest";
import { siteOrigin } from "./site-origin.ts";

it.each([
  ["as it came", {}, "http://web.internal:3000"],
  ["by its host", { host: "edgewise.example" }, "http://edgewise.example"],
  [
    "through a reverse proxy",
    { host: "web.internal", "x-forwarded-host": "edgewise.example", "x-forwarded-proto": "https, http" },
    "https://edgewise.example",
  ],
])("%s", (_name, headers: Record<string, string>, expected) => {
  expect(siteOrigin(new Request("http://web.internal:3000/sitemap.xml", { headers }))).toBe(expected);
});
