import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/folder.ts";
import { repairDeduplication } from "./repair-deduplication.ts";

const folder = temporaryFolder("repair");
afterAll(() => folder.remove());

const scratch = join(folder.path, "scratch");
mkdirSync(scratch);

/** An engine's folder with one table that has these parts and this log; returns the log after the repair. */
function repaired(name: string, parts: readonly string[], log: string): { removed: number; log: string } {
  const engine = join(folder.path, name);
  const table = join(engine, "store", "abc", "abc-table");
  mkdirSync(join(table, "deduplication_logs"), { recursive: true });
  for (const part of parts) mkdirSync(join(table, part));
  const file = join(table, "deduplication_logs", "deduplication_log_1.txt");
  writeFileSync(file, log);
  return { removed: repairDeduplication(engine, scratch), log: readFileSync(file, "utf8") };
}

describe("repairDeduplication", () => {
  const [a, b, c] = ["1\t202601_1_1_0\ta_1\n", "1\t202601_2_2_0\ta_2\n", "1\t202602_2_2_0\tb_1\n"];
  it.each([
    ["keeps blocks whose parts are there", ["202601_1_1_0", "202601_2_2_0"], `${a}${b}`, `${a}${b}`],
    ["keeps blocks in a merged part", ["202601_1_5_1"], `${a}${b}`, `${a}${b}`],
    ["keeps blocks in a mutated part", ["202601_1_1_0_7"], a, a],
    ["forgets a block without its part", ["202601_1_1_0"], `${a}${b}`, a],
    [
      "forgets a block whose part was never renamed",
      ["202601_1_1_0", "tmp_insert_202601_2_2_0"],
      `${a}${b}`,
      a,
    ],
    ["tells partitions apart", ["202601_1_5_1"], `${a}${c}`, a],
    ["does not take a detached part for a part", ["detached"], a, ""],
    ["keeps blocks that were dropped", [], "2\t202601_1_1_0\ta_1\n", "2\t202601_1_1_0\ta_1\n"],
    ["does nothing with an empty log", [], "", ""],
  ])("%s", (name, parts, log, expected) => {
    const result = repaired(name.replaceAll(" ", "-"), parts, log);
    expect(result).toEqual({ removed: log.split("\n").length - expected.split("\n").length, log: expected });
    expect(readdirSync(scratch)).toEqual([]);
  });

  it("does nothing in a new folder", () => {
    expect(repairDeduplication(join(folder.path, "new"), scratch)).toBe(0);
  });
});
