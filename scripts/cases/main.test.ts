import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sameJson } from "./case.ts";
import { main } from "./main.ts";

async function fileWith(content: unknown): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "cases-")), "file.json");
  await writeFile(path, JSON.stringify(content));
  return path;
}

describe("cases command", () => {
  it("answers 1 and prints the case when one fails", async () => {
    const file = await fileWith({ cases: [{ now: "2020-01-01T00:00:00Z", expr: "1d", expected: null }] });
    const lines: string[] = [];
    expect(await main(["relative-dates", file], (line) => lines.push(line))).toBe(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      file,
      id: "2020-01-01T00:00:00Z 1d",
      pass: false,
      got: "2019-12-31T00:00:00.000Z",
      expected: null,
    });
  });

  it("answers 2 for an unknown kind or no file", async () => {
    expect(await main(["nonsense", "x.json"], () => {})).toBe(2);
    expect(await main(["hash"], () => {})).toBe(2);
  });

  it("names a file of the wrong shape", async () => {
    const file = await fileWith({});
    await expect(main(["flag-local", file], () => {})).rejects.toThrow('has no "cases" array');
  });

  it("names a file that is no JSON, and one that holds nothing", async () => {
    const file = await fileWith(null);
    await expect(main(["hash", file], () => {})).rejects.toThrow("is it a file of this kind?");
    await writeFile(file, "{");
    await expect(main(["hash", file], () => {})).rejects.toThrow(`${file} is no JSON`);
  });

  it("does not call a file of another kind passed", async () => {
    const file = await fileWith({ cases: [] });
    await expect(main(["hash", file], () => {})).rejects.toThrow("is it a file of this kind?");
  });

  it.each([
    [{ a: 1, b: [1] }, { b: [1], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], { 0: 1, 1: 2 }, false],
    [Number.NaN, Number.NaN, false],
    [null, null, true],
  ])("compares %j with %j: %s", (a, b, same) => expect(sameJson(a, b)).toBe(same));
});
