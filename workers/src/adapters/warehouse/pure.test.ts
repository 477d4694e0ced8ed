import { describe, expect, it } from "vitest";
import { testEvent } from "../../../test/events.ts";
import { engineCodeOf, insertError, messageOf, networkError, queryError } from "./engine-errors.ts";
import { decodeJson } from "./json-compact.ts";
import { landedQuestion } from "./landed-rows.ts";
import { paramText, renderLiterals, stringLiteral } from "./literals.ts";

describe("literals", () => {
  it.each([
    ["plain", "a", "'a'"],
    ["quote and backslash", "a'b\\", "'a\\'b\\\\'"],
    ["control characters", "\n\t\0", "'\\n\\t\\0'"],
    ["a lone surrogate", "\ud800", "'\ufffd'"],
  ])("%s", (_name, text, expected) => {
    expect(stringLiteral(text)).toBe(expected);
  });

  it("replaces placeholders that have a value, never inside a value", () => {
    const params = {
      p0: { type: "String", value: "{p1:String}" },
      p1: { type: "Array(UInt8)", value: [1, 2] },
    };
    expect(renderLiterals({ sql: "SELECT {p0:String}, {p1:Array(UInt8)}, {p2:String}", params })).toBe(
      "SELECT CAST('{p1:String}', 'String'), CAST([1, 2], 'Array(UInt8)'), {p2:String}",
    );
  });

  it.each([
    [null, "\\N"],
    [true, "1"],
    ["a\tb", "a\\tb"],
    [1.5, "1.5"],
    [Number.POSITIVE_INFINITY, "inf"],
    [["a'b"], "['a\\'b']"],
  ])("parameter %j travels as %s", (value, expected) => {
    expect(paramText({ type: "String", value })).toBe(expected);
  });
});

describe("engine errors", () => {
  it.each([
    ["bad row", insertError, 400, "Code: 27. DB::Exception: Cannot parse input", "rejected"],
    ["missing table on insert", insertError, 404, "Code: 60. DB::Exception: Unknown table", "unavailable"],
    [
      "wrong key on insert",
      insertError,
      403,
      "Code: 516. DB::Exception: Authentication failed",
      "unavailable",
    ],
    ["full disk on insert", insertError, 500, "Code: 243. DB::Exception: Cannot reserve", "unavailable"],
    ["gateway on insert", insertError, 502, "bad gateway", "unavailable"],
    ["too many requests", queryError, 429, "slow down", "unavailable"],
    ["syntax", queryError, 400, "Code: 62. DB::Exception: Syntax error", "rejected"],
    ["time", queryError, 500, "Code: 159. DB::Exception: Timeout exceeded", "timeout"],
    ["time by status", queryError, 408, "took too long", "timeout"],
    ["memory", queryError, 500, "Code: 241. DB::Exception: Memory limit", "memory"],
    ["killed", queryError, 500, "Code: 394. DB::Exception: Query was cancelled", "cancelled"],
    ["crash", queryError, 500, "", "unavailable"],
  ] as const)("%s", (_name, classify, status, text, code) => {
    expect(classify(status, text)).toMatchObject({ code, message: expect.stringMatching(/./) });
  });

  it("reads number and first line", () => {
    const text = "Code: 62. DB::Exception: Syntax error: x (version 26.7.2.1)\nstack";
    expect(engineCodeOf(text)).toBe(62);
    expect(messageOf(text)).toBe("Code: 62. DB::Exception: Syntax error: x");
    expect(networkError(new DOMException("late", "TimeoutError"))).toMatchObject({ code: "timeout" });
    expect(networkError(new TypeError("refused"))).toMatchObject({ code: "unavailable" });
  });
});

describe("decodeJson", () => {
  const meta = [
    { name: "n", type: "UInt64" },
    { name: "s", type: "String" },
  ];
  it.each([
    [
      "rows as arrays, quoted",
      {
        meta,
        data: [
          ["5", "5"],
          ["18446744073709551615", "x"],
        ],
      },
      [
        [5, "5"],
        ["18446744073709551615", "x"],
      ],
    ],
    ["rows as objects", { meta, data: [{ n: 5, s: "5" }] }, [[5, "5"]]],
  ])("%s", (_name, body, rows) => {
    expect(decodeJson(JSON.stringify(body))).toMatchObject({ rows, statistics: { elapsedSeconds: 0 } });
  });

  it("keeps the digits of unquoted wide integers", () => {
    const text = `{"meta":${JSON.stringify(meta)},"data":[[18446744073709551615,"1"],[7,"2"]]}`;
    expect(decodeJson(text).rows).toEqual([
      ["18446744073709551615", "1"],
      [7, "2"],
    ]);
  });
});

describe("landedQuestion", () => {
  const lines = ["a", "b"].map((id) => ({ id, event: testEvent(id) }));
  const ndjson = lines.map(({ event }) => `${event.row},"batch":"9"}\n`).join("");

  it("asks for the batch in its environments and days, and keeps what is missing", () => {
    const question = landedQuestion("events", `${ndjson}{broken\n`)!;
    expect(question.query.params).toMatchObject({
      p0: { value: [1] },
      p1: { value: ["2026-11-20"] },
      p2: { value: ["9"] },
    });
    const missing = question.missing(new Set([lines[0]!.event.uuid]));
    expect(missing).toHaveLength(2);
    expect(missing[0]).toContain(lines[1]!.event.uuid);
    expect(missing[1]).toBe("{broken");
  });

  it("does not ask tables that replace rows by version", () => {
    expect(landedQuestion("persons", ndjson)).toBeNull();
    expect(landedQuestion("events", "{broken\n")).toBeNull();
  });
});
