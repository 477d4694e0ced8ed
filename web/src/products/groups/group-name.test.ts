import { expect, it } from "vitest";
import { groupName } from "./group-name.ts";

it.each([
  ["its name", { name: "Acme" }, "Acme"],
  ["its key without a name", {}, "acme"],
  ["its key when the name is no text", { name: 7 }, "acme"],
  ["its key when the name is empty", { name: "" }, "acme"],
])("%s", (_, group_properties, expected) => {
  expect(groupName({ group_key: "acme", group_properties })).toBe(expected);
});
