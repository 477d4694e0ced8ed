import { describe, expect, it } from "vitest";
import { ApiError } from "../../lib/api/error.ts";
import { errorFix, errorPosition } from "./error-position.ts";

const refused = (detail: string, extra?: unknown) =>
  new ApiError(400, { code: "invalid", detail, attr: null, extra });
const sql = "select a\nfrom evnts where x";

describe("errorPosition", () => {
  const cases: [string, unknown, string | null][] = [
    ["offsets", refused("Bad.", { start: 14, end: 19 }), "evnts"],
    ["offset without end", refused("Bad.", { start: 7 }), "a"],
    ["line and column", refused("Bad.", { line: 2, column: 6 }), "evnts"],
    ["words of the message", refused("Unknown table at line 2, column 6."), "evnts"],
    ["short words", refused("Syntax error: line 1:col 8"), "a"],
    ["beyond the end", refused("Bad.", { start: 900 }), "x"],
    ["nowhere", refused("Unknown table `evnts`."), null],
    ["another failure", new Error("line 1, column 1"), null],
  ];
  it.each(cases)("%s", (_name, error, expected) => {
    const position = errorPosition(error, sql);
    expect(position && sql.slice(position.from, position.to)).toBe(expected);
  });
});

it.each([
  ["a proposal", refused("Bad.", { start: 1, fix: "events" }), "events"],
  ["none", refused("Bad.", { start: 1 }), null],
  ["no extra", refused("Bad."), null],
  ["another failure", new Error("x"), null],
])("errorFix: %s", (_name, error, fix) => expect(errorFix(error)).toBe(fix));
