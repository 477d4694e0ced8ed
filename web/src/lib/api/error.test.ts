import { describe, expect, it } from "vitest";
import { ApiError, explainError, parseErrorBody, UnreachableError } from "./error.ts";

describe("parseErrorBody", () => {
  const cases: [string, number, unknown, string | null, Partial<ApiError>][] = [
    [
      "API error with field",
      400,
      { type: "validation_error", code: "unique", detail: "Key taken.", attr: "key" },
      null,
      { status: 400, code: "unique", message: "Key taken.", attr: "key", retryAfterSeconds: null },
    ],
    [
      "auth error",
      401,
      { code: "INVALID_PASSWORD", message: "Wrong." },
      null,
      { message: "Wrong.", attr: null },
    ],
    ["throttled", 429, { code: "throttled", detail: "Slow down." }, "12", { retryAfterSeconds: 12 }],
    ["plain text", 500, "Internal Server Error", null, { message: "The server answered with status 500." }],
    ["date as Retry-After", 503, {}, "Wed, 21 Oct 2026 07:28:00 GMT", { retryAfterSeconds: null }],
  ];
  it.each(cases)("%s", (_name, status, body, retryAfter, expected) => {
    expect(parseErrorBody(status, body, retryAfter)).toMatchObject(expected);
  });
});

describe("explainError", () => {
  const refused = (status: number, wait: number | null = null) =>
    new ApiError(status, { code: "x", detail: "Because.", attr: null }, wait);
  const cases: [string, unknown, string, string][] = [
    ["known status", refused(403), "You may not do this.", "Because."],
    ["with waiting time", refused(429, 7), "Too many requests.", "Because. Try again in 7 s."],
    ["other 4xx", refused(418), "That did not work.", "Because."],
    ["other 5xx", refused(500), "The server failed.", "Because."],
    ["a bug", new TypeError("x is not a function"), "Something went wrong.", "x is not a function"],
    ["not even an error", "boom", "Something went wrong.", "boom"],
  ];
  it.each(cases)("%s", (_name, error, headline, detail) => {
    expect(explainError(error)).toEqual({ headline, detail });
  });
  it("names the connection when nothing answers", () => {
    expect(explainError(new UnreachableError()).headline).toBe("No connection to the API.");
  });
});
