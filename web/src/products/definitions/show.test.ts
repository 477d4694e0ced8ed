import { expect, it } from "vitest";
import { isShown, type Show } from "./show.ts";
import type { Definition } from "./types.ts";

const plain = { id: "1", name: "a" };
const verified = { ...plain, verified: true, tags: ["core"] };
const hidden = { ...plain, hidden: true };

it.each<[Show, string, Definition[]]>([
  ["shown", "", [plain, verified]],
  ["verified", "", [verified]],
  ["hidden", "", [hidden]],
  ["all", "", [plain, verified, hidden]],
  ["all", "core", [verified]],
  ["hidden", "core", []],
])("%s %s", (show, tag, expected) => {
  expect([plain, verified, hidden].filter((one) => isShown(one, show, tag))).toEqual(expected);
});
