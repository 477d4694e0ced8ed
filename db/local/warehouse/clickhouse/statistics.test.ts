import { describe, expect, it } from "vitest";
import { readStatistics } from "./statistics.ts";
import { statusOf } from "./status.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const tail =
  '"statistics":\n\t{\n\t\t"elapsed": 1.5e-05,\n\t\t"rows_read": 12,\n\t\t"bytes_read": 34\n\t}\n}\n';

describe("readStatistics", () => {
  it.each([
    ["JSON", `{"data": [[1]], ${tail}`],
    ["JSONCompact with quoted numbers", `{${tail.replace("12", '"12"').replace("34", '"34"')}`],
    ["a long output", `{"data": ["${"x".repeat(10_000)}"], ${tail}`],
  ])("reads the end of %s", (_, output) => {
    expect(readStatistics(bytes(output))).toEqual({ elapsedSeconds: 1.5e-5, rowsRead: 12, bytesRead: 34 });
  });

  it.each(["", "1\t2\n", '{"a":1}\n', `{"data":"${tail}"}`])("finds none in %j", (output) => {
    expect(readStatistics(bytes(output))).toBeUndefined();
  });
});

describe("statusOf", () => {
  it.each([
    [62, 400],
    [516, 403],
    [60, 404],
    [159, 408],
    [48, 501],
    [202, 503],
    [241, 500],
    [99_999, 500],
  ])("%d → %d", (code, status) => {
    expect(statusOf(code)).toBe(status);
  });
});
