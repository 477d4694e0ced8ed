import { describe, expect, test } from "vitest";
import { ApiError, ERROR_CODES, type ErrorCode, invalid, notFound } from "./errors.ts";

const TYPES = {
  400: ["validation_error", "invalid_request"],
  401: ["authentication_error"],
  403: ["authentication_error"],
  404: ["invalid_request"],
  405: ["invalid_request"],
  409: ["invalid_request"],
  413: ["invalid_request"],
  429: ["throttled_error"],
  500: ["server_error"],
  503: ["server_error"],
  504: ["server_error"],
} as Record<number, string[]>;

test.each(Object.entries(ERROR_CODES))("%s has the type of its status", (code, { status, type }) => {
  expect(TYPES[status]).toContain(type);
  expect(new ApiError(code as ErrorCode, "x").status).toBe(status);
});

describe("the body", () => {
  test.each<[ApiError, object]>([
    [notFound(), { type: "invalid_request", code: "not_found", detail: "Not found.", attr: null }],
    [
      invalid("key", "Taken.", "unique"),
      { type: "validation_error", code: "unique", detail: "Taken.", attr: "key" },
    ],
    [
      new ApiError("conflict", "Late.", { extra: { version: 2 } }),
      { type: "invalid_request", code: "conflict", detail: "Late.", attr: null, extra: { version: 2 } },
    ],
    [
      new ApiError("invalid_input", "Bad SQL.", { publicCode: "syntax_error" }),
      { type: "validation_error", code: "syntax_error", detail: "Bad SQL.", attr: null },
    ],
  ])("%#", (error, body) => {
    expect(error.body()).toEqual(body);
  });
});
