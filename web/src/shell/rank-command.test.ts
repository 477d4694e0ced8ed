import { expect, it } from "vitest";
import { MARK, rankCommand } from "./rank-command.ts";

/** Stands for the fuzzy score of the list: whether the letters come in this order. */
const letters = (value: string, search: string) =>
  new RegExp([...search.toLowerCase()].join(".*")).test(value.toLowerCase()) ? 0.5 : 0;

it.each([
  ["its title", "Retention", [], "retention", 0.5],
  ["letters of its title", "New insight: Retention", [], "nret", 0.5],
  ["a word it is found by", "Privacy", ["retention of data"], "Retention", 0.01],
  ["letters across such words", "Privacy", ["retain this on disk"], "retention", 0],
  ["what tells it apart", `Home${MARK}retention`, [], "retention", 0],
  ["nothing", "Home", ["start"], "zebra", 0],
])("is found by %s", (_, value, keywords, search, expected) => {
  expect(rankCommand(letters, value, search, keywords)).toBe(expected);
});
