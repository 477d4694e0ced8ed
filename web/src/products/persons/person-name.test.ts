import { expect, it } from "vitest";
import { personName } from "./person-name.ts";

it.each([
  ["e-mail first", { name: "Ada", email: "a@b.test" }, ["d1"], "a@b.test"],
  ["then the name", { name: "Ada" }, ["d1"], "Ada"],
  ["only texts count", { email: 5, name: "" }, ["d1"], "d1"],
  ["without any ID", {}, [], "u1"],
])("%s", (_name, properties, distinct_ids, expected) => {
  expect(personName({ properties, distinct_ids, uuid: "u1" })).toBe(expected);
});
