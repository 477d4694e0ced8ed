import { expect, it } from "vitest";
import { groupName, groupTypeTitle } from "./group-name.ts";

it.each([
  ["its name", { name: "Acme" }, "Acme"],
  ["its key without a name", {}, "acme"],
  ["its key when the name is no text", { name: 7 }, "acme"],
  ["its key when the name is empty", { name: "" }, "acme"],
])("%s", (_, group_properties, expected) => {
  expect(groupName({ group_key: "acme", group_properties })).toBe(expected);
});

it.each([
  [{ group_type: "company", group_type_index: 0 }, "Company"],
  [{ group_type: "company", group_type_index: 0, name_plural: "Companies" }, "Companies"],
])("%j is titled %s", (type, expected) => expect(groupTypeTitle(type)).toBe(expected));
