import { expect, it } from "vitest";
import { firstLine } from "./first-line.ts";

it.each([
  ["event", "$pageview"],
  ["person", "$identify"],
  ["group", "$groupidentify"],
] as const)("sends the first %s to the project's own edge", (thing, event) => {
  const line = firstLine(thing, { token: "phc_a", host: "https://edge.test" });
  expect(line).toContain('"https://edge.test/i/v0/e/"');
  const body: unknown = JSON.parse(/-d '([^']*)'$/.exec(line)?.[1] ?? "");
  expect(body).toMatchObject({ api_key: "phc_a", event, distinct_id: "user-1" });
});
