import { describe, expect, it } from "vitest";
import { suggest, type Vocabulary } from "./suggest.ts";

const words: Vocabulary = {
  tables: { events: ["event", "properties"], persons: ["id", "created_at"], sessions: ["session_id"] },
  functions: ["count", "uniq"],
  eventProperties: ["$browser", "Plan name"],
  personProperties: ["email"],
};
const labels = (before: string, after = "") =>
  suggest(before, before + after, words)?.options.map(({ label }) => label) ?? null;

describe("suggest", () => {
  const cases: [string, string, string, string[] | null][] = [
    ["tables after from", "select 1 from e", "", ["events", "persons", "sessions"]],
    ["tables after join", "select 1 from events join p", "", ["events", "persons", "sessions"]],
    [
      "subqueries after from",
      "with recent as (select 1) select 1 from r",
      "",
      ["events", "persons", "sessions", "recent"],
    ],
    ["event properties", "select properties.", " from events", ["$browser", "Plan name"]],
    ["person properties", "select person.properties.e", "", ["email"]],
    ["properties of persons", "select properties.", " from persons", ["email"]],
    ["columns of an alias", "select p.", " from persons p", ["id", "created_at"]],
    ["columns of an alias with as", "select p.", " from events join persons as p on 1", ["id", "created_at"]],
    ["columns of a table", "select events.e", " from events", ["event", "properties"]],
    ["a session's fields", "select session.", " from events", ["session_id"]],
    [
      "columns of the table in use, functions, tables",
      "select i",
      " from persons",
      ["id", "created_at", "count", "uniq", "events", "persons", "sessions"],
    ],
    ["nothing after an unknown name", "select nothing.", "", null],
    ["nothing without a letter", "select ", "", null],
    ["nothing in numbers", "select 12", "", null],
  ];
  it.each(cases)("%s", (_name, before, after, expected) => expect(labels(before, after)).toEqual(expected));

  it("replaces what was typed after the dot, and quotes odd names", () => {
    const found = suggest("select properties.Pl", "select properties.Pl", words);
    expect(found?.from).toBe("select properties.".length);
    expect(found?.options[1]?.apply).toBe("`Plan name`");
  });

  it("opens the brackets of functions", () => {
    const option = suggest("select co", "select co", words)?.options.find(({ label }) => label === "count");
    expect(option?.apply).toBe("count(");
  });
});
