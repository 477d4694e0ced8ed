import { describe, expect, it } from "vitest";
import type { WarehouseError } from "../../ports/warehouse.ts";
import { engineError, readable } from "./engine-error.ts";

describe("engineError", () => {
  it.each<[WarehouseError, number, string]>([
    [{ code: "timeout", message: "" }, 504, "timeout"],
    [{ code: "memory", message: "" }, 504, "memory_limit_exceeded"],
    [{ code: "cancelled", message: "" }, 409, "query_cancelled"],
    [{ code: "unavailable", message: "" }, 503, "unavailable"],
    [{ code: "rejected", engineCode: 53, message: "Type mismatch" }, 400, "type_mismatch"],
    [{ code: "rejected", engineCode: 117, message: "Invalid base64" }, 400, "incorrect_data"],
    [{ code: "rejected", engineCode: 131, message: "Too large string" }, 400, "too_large_string_size"],
    [{ code: "rejected", engineCode: 999, message: "secret internals" }, 500, "error"],
    [{ code: "rejected", message: "secret internals" }, 500, "error"],
  ])("%j", (error, status, code) => {
    const answer = engineError(error, 60);
    expect([answer.status, answer.body().code]).toEqual([status, code]);
    expect(answer.message).not.toContain("secret");
  });

  it("gives advice with the limit that was hit", () => {
    expect(engineError({ code: "timeout", message: "" }, 60).message).toMatch(
      /60 seconds.*shorter date range/,
    );
  });
});

describe("readable", () => {
  it.each([
    [
      "Code: 43. DB::Exception: Illegal type String of argument of function plus: In scope SELECT a FROM events. (ILLEGAL_TYPE_OF_ARGUMENT) (version 26.7.2.1)",
      "Illegal type String of argument of function plus",
    ],
    [
      "Cannot parse text: while executing 'FUNCTION toInt'",
      "Cannot parse text: while executing 'FUNCTION toInt'",
    ],
    [
      "Code: 306. DB::Exception: Maximum recursive CTE evaluation depth (1000) exceeded, during evaluation of cte_a",
      "WITH RECURSIVE found no end in 1,000 rounds: give its second SELECT a condition that stops it.",
    ],
    ["Type mismatch (TYPE_MISMATCH)\nstack", "Type mismatch"],
    ["Division by zero: While processing x / 0", "Division by zero"],
  ])("%s", (message, expected) => expect(readable(message)).toBe(expected));
});
