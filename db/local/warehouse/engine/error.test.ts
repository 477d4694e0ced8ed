import { describe, expect, it } from "vitest";
import { EngineError, isDiskFull, toEngineError } from "./error.ts";

describe("toEngineError", () => {
  it.each([
    [
      "Code: 47. DB::Exception: Unknown identifier `x`. (UNKNOWN_IDENTIFIER)",
      { code: 47, codeName: "UNKNOWN_IDENTIFIER", message: "Unknown identifier `x`" },
    ],
    [
      "Code: 27. DB::Exception: Code: 27. DB::Exception: Cannot parse: (at row 2). (CANNOT_PARSE) (version 26.7.2.1). (CANNOT_PARSE)",
      { code: 27, codeName: "CANNOT_PARSE", message: "Cannot parse: (at row 2)" },
    ],
    [
      "Code: 241. DB::Exception: Memory limit (for query) exceeded (MEMORY_LIMIT_EXCEEDED) (version 1.2 (official build))",
      { code: 241, codeName: "MEMORY_LIMIT_EXCEEDED", message: "Memory limit (for query) exceeded" },
    ],
    ["something else", { code: 1002, codeName: "UNKNOWN_EXCEPTION", message: "something else" }],
    [
      "Code: 75. DB::ErrnoException: Cannot write: errno: 28, strerror: No space left on device (CANNOT_WRITE)",
      { code: 243, codeName: "NOT_ENOUGH_SPACE" },
    ],
  ])("%s", (message, expected) => {
    expect(toEngineError(new Error(message))).toMatchObject(expected);
  });

  it("keeps an error that is one already", () => {
    const error = new EngineError(62, "x", "SYNTAX_ERROR");
    expect(toEngineError(error)).toBe(error);
  });
});

describe("EngineError", () => {
  it("words itself as ClickHouse's HTTP interface does", () => {
    expect(new EngineError(62, "Syntax error", "SYNTAX_ERROR").text("26.7.2.1")).toBe(
      "Code: 62. DB::Exception: Syntax error (SYNTAX_ERROR) (version 26.7.2.1 (official build))\n",
    );
  });

  it.each([
    [new EngineError(243, "Cannot reserve 1.00 MiB, not enough space", "NOT_ENOUGH_SPACE"), true],
    [new EngineError(1, "write failed: No space left on device", "X"), true],
    [new EngineError(241, "Memory limit exceeded", "MEMORY_LIMIT_EXCEEDED"), false],
  ])("knows a full disk: %s", (error, expected) => {
    expect(isDiskFull(error)).toBe(expected);
  });
});
