import { describe, expect, it } from "vitest";
import { effectiveSettings, quote, setStatement } from "./settings.ts";

const LIMITS = { maxMemoryBytes: 1000, maxExecutionSeconds: 10, maxResultBytes: 500 };

describe("effectiveSettings", () => {
  it.each([
    ["nothing asked", {}, { max_memory_usage: "1000", max_execution_time: "10", max_result_bytes: "500" }],
    ["less asked", { max_execution_time: "3" }, { max_execution_time: "3" }],
    ["more asked", { max_memory_usage: "5000" }, { max_memory_usage: "1000" }],
    [
      "much to group",
      {},
      { max_bytes_before_external_group_by: "500", max_bytes_before_external_sort: "500" },
    ],
    ["much to group in less", { max_memory_usage: "301" }, { max_bytes_before_external_group_by: "150" }],
    [
      "more memory before the disk than half",
      { max_bytes_before_external_group_by: "900" },
      { max_bytes_before_external_group_by: "500" },
    ],
    ["no limit asked", { max_execution_time: "0" }, { max_execution_time: "10" }],
    ["nonsense asked", { max_execution_time: "x" }, { max_execution_time: "10" }],
    ["durability unless asked otherwise", {}, { async_insert: "0", fsync_metadata: "1" }],
    ["a setting of the caller", { max_block_size: "7" }, { max_block_size: "7" }],
  ])("with %s", (_, requested, expected) => {
    expect(effectiveSettings(requested as Record<string, string>, LIMITS)).toMatchObject(expected);
  });
});

describe("setStatement", () => {
  it("binds parameters and settings", () => {
    expect(setStatement({ max_threads: "2" }, { p0: "a'b\\tc" })).toBe(
      "SET param_p0 = 'a\\'b\\\\tc', max_threads = '2'",
    );
  });

  it.each(["x = 1, y", "a b", "", "x;"])("refuses the name %j", (name) => {
    expect(() => setStatement({ [name]: "1" }, {})).toThrow(expect.objectContaining({ code: 115 }));
  });
});

describe("quote", () => {
  it.each([
    ["a", "'a'"],
    ["it's", "'it\\'s'"],
    ["\\", "'\\\\'"],
    ["\\'", "'\\\\\\''"],
    ["a\0b", "'a\\0b'"],
  ])("%j", (text, expected) => {
    expect(quote(text)).toBe(expected);
  });
});
