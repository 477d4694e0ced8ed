import type { JsonObject } from "@edgewise/core/events/types.ts";
import { expect, test } from "vitest";
import type { ProjectAccess } from "../../http/authorize.ts";
import { displayName } from "./person.ts";

const person = (properties: JsonObject, distinctIds: string[] = ["d1", "d2"]) => {
  return { id: "uuid", distinctIds, properties, createdAt: new Date(0), isIdentified: true };
};

test.each<[string, ReturnType<typeof person>, string[] | undefined, string]>([
  ["e-mail first", person({ name: "Ada", email: "ada@example.test" }), undefined, "ada@example.test"],
  ["then the name", person({ name: "Ada", email: "" }), undefined, "Ada"],
  ["numbers are names too", person({ username: 7 }), undefined, "7"],
  ["objects are not", person({ email: { a: 1 } }), undefined, "d1"],
  ["else a distinct ID", person({}), undefined, "d1"],
  ["else the id", person({}, []), undefined, "uuid"],
  ["what the project says", person({ email: "x@y.test", company: "Acme" }), ["company"], "Acme"],
])("%s", (_, info, configured, expected) => {
  const settings = configured ? { person_display_name_properties: configured } : {};
  expect(displayName(info, { project: { settings } } as unknown as ProjectAccess)).toBe(expected);
});
