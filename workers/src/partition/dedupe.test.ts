import { expect, it } from "vitest";
import { seenKey } from "./dedupe.ts";

const uuid = "0193b2a4-5c6d-7e8f-9a0b-1c2d3e4f5a6b";

it.each([
  ["a uuid", 1, uuid, `00000001${uuid}`],
  ["without dashes it is the same uuid", 1, uuid.replaceAll("-", ""), `00000001${uuid}`],
  ["upper case is the same uuid", 1, uuid.toUpperCase(), `00000001${uuid}`],
  ["the environment is part of it", 4_294_967_295, uuid, `ffffffff${uuid}`],
])("%s", (_name, environmentId, id, expected) => {
  expect(seenKey(environmentId, id)).toBe(expected);
});

it("gives anything else a key of the same shape", () => {
  expect(seenKey(1, "not a uuid")).toMatch(/^00000001[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(seenKey(1, "not a uuid")).not.toBe(seenKey(1, "nor this"));
});
